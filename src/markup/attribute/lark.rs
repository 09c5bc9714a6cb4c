//! Feishu's (Lark's) `data-lark-record-data`: the text of one block, or the blocks
//! of a selection by identifier; diagrams are in `snapshot.data.data`.

use super::Format;
use crate::markup::{
    json::{self, Place},
    layer::Layer,
};

pub(super) const FORMAT: Format = Format {
    name: "data-lark-record-data",
    read,
};

fn read(layer: &Layer) -> Vec<Layer> {
    json::strings(layer, |path| match path {
        [.., texts, text, Place::Object(_)]
            if texts.is_key("initialAttributedTexts") && text.is_key("text") =>
        {
            true
        }
        [.., snapshot, outer, inner] => {
            snapshot.is_key("snapshot") && outer.is_key("data") && inner.is_key("data")
        }
        _ => false,
    })
}
