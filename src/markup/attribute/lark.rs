//! Feishu's (Lark's) `data-lark-record-data`: the text of one block, or the blocks
//! of a selection by identifier; diagrams are in `snapshot.data.data`, formulas in
//! pairs `["equation", TeX]` of `apool.numToAttrib`.

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
    json::strings_after(layer, |path, before| match path {
        [.., texts, text, Place::Object(_)]
            if texts.is_key("initialAttributedTexts") && text.is_key("text") =>
        {
            true
        }
        [.., attributes, Place::Object(_), Place::Array(1)] if attributes.is_key("numToAttrib") => {
            before == "equation"
        }
        [.., snapshot, outer, inner] => {
            snapshot.is_key("snapshot") && outer.is_key("data") && inner.is_key("data")
        }
        _ => false,
    })
}
