//! Zhihu's link cards: `data-draft-title` and `data-text` hold the card's text,
//! which the link itself may lack.

use super::Format;
use crate::markup::layer::Layer;

pub(super) const TITLE: Format = Format {
    name: "data-draft-title",
    read,
};

pub(super) const TEXT: Format = Format {
    name: "data-text",
    read,
};

fn read(layer: &Layer) -> Vec<Layer> {
    // Draft.js marks its text nodes with the same name.
    if layer.text == "true" {
        return Vec::new();
    }
    vec![layer.clone()]
}
