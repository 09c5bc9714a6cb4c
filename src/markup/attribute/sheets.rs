//! Google Sheets' `data-sheets-value`: `{"1":2,"2":TEXT}`, where 2 is the type of
//! text. Other types hold no text.

use super::Format;
use crate::markup::{json, layer::Layer};

pub(super) const FORMAT: Format = Format {
    name: "data-sheets-value",
    read,
};

fn read(layer: &Layer) -> Vec<Layer> {
    json::strings(layer, |path| matches!(path, [place] if place.is_key("2")))
}
