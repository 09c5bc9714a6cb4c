//! Slate's `data-slate-fragment`: base64 of percent-encoded JSON, whose `text`s are
//! what was first copied. Authors type over it, so it is read only when asked for.

use super::Format;
use crate::markup::{json, layer::Layer};

pub(super) const FORMAT: Format = Format {
    name: "data-slate-fragment",
    read,
};

fn read(layer: &Layer) -> Vec<Layer> {
    let Some(decoded) = layer.without_base64() else {
        return Vec::new();
    };
    json::strings(&decoded.without_percents(), |path| {
        path.last().is_some_and(|place| place.is_key("text"))
    })
}
