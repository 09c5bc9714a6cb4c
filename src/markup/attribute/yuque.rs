//! Yuque's cards: `value="data:…"` of a `card` element, or `data-card-value`,
//! percent-encoded JSON with the code, formula or recognised text that the
//! element itself lacks.

use super::Format;
use crate::markup::{json, layer::Layer};

pub(super) const FORMAT: Format = Format {
    name: "data-card-value",
    read,
};

/// The same in the `value` of a `card`.
pub(super) const CARD: Format = Format {
    name: "value",
    read,
};

/// The keys whose strings a reader is shown.
const KEYS: [&str; 3] = ["code", "text", "title"];

fn read(layer: &Layer) -> Vec<Layer> {
    if !layer.text.starts_with("data:%") {
        return Vec::new();
    }
    let decoded = layer.after(5).without_percents();
    json::strings(&decoded, |path| {
        path.last()
            .is_some_and(|place| KEYS.iter().any(|key| place.is_key(key)))
    })
}
