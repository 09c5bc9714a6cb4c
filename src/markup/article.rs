//! The blocks of a page in, which of them are its article out.

use super::build::Feature;
use crate::document::RawBlock;

/// For each block, whether it belongs to the article.
pub(super) fn choose(blocks: &[RawBlock<'_>], features: &[Feature]) -> Vec<bool> {
    let _ = features;
    vec![true; blocks.len()]
}
