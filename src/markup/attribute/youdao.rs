//! Youdao Note's `data-content`: blocks of nodes of leaves, each with its `text`.

use super::Format;
use crate::markup::{json, layer::Layer};

pub(super) const FORMAT: Format = Format {
    name: "data-content",
    read,
};

fn read(layer: &Layer) -> Vec<Layer> {
    // Others use the same name for running text.
    if !layer.text.starts_with("[{") {
        return Vec::new();
    }
    json::strings(layer, |path| {
        path.last().is_some_and(|place| place.is_key("text"))
            && path.iter().any(|place| place.is_key("leaves"))
    })
}
