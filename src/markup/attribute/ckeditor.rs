//! CKEditor's `data-cke-widget-data`: percent-encoded JSON with a `text`.

use super::Format;
use crate::markup::{json, layer::Layer};

pub(super) const FORMAT: Format = Format {
    name: "data-cke-widget-data",
    read,
};

fn read(layer: &Layer) -> Vec<Layer> {
    json::strings(
        &layer.without_percents(),
        |path| matches!(path, [place] if place.is_key("text")),
    )
}
