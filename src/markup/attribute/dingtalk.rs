//! DingTalk's `data-clipboard-cangjie`: JsonML, `[tag, attributes, children…]`, in
//! which strings among the children are text.

use super::Format;
use crate::markup::{
    json::{self, Place},
    layer::Layer,
};

pub(super) const FORMAT: Format = Format {
    name: "data-clipboard-cangjie",
    read,
};

fn read(layer: &Layer) -> Vec<Layer> {
    json::strings(layer, |path| {
        matches!(path.last(), Some(Place::Array(1..)))
            && path.iter().all(|place| matches!(place, Place::Array(_)))
    })
}
