//! Bytes and a [`Plan`] in, text and the way back to the bytes out. Never fails:
//! what means nothing in its encoding becomes U+FFFD and is listed.

use std::{borrow::Cow, ops::Range};

use crate::document::Plan;

/// Decoded text and the way back to its bytes.
#[derive(Debug)]
pub struct Decoded<'b> {
    /// The text.
    pub text: Cow<'b, str>,
    /// Where in `text` a U+FFFD stands for bytes that mean nothing in their
    /// encoding: ascending, disjoint.
    pub undecodable: Vec<Range<usize>>,
    /// Byte offset of every character; empty where text and bytes are the same.
    units: Vec<(usize, usize)>,
    bom: usize,
    length: usize,
}

/// Decodes `bytes` as the plan says.
pub fn decode<'b>(bytes: &'b [u8], plan: &Plan) -> Decoded<'b> {
    let body = &bytes[plan.bom.min(bytes.len())..];
    let mut decoded = Decoded {
        text: Cow::Borrowed(""),
        undecodable: Vec::new(),
        units: Vec::new(),
        bom: plan.bom,
        length: bytes.len(),
    };
    if plan.encoding.web() == encoding_rs::UTF_8
        && let Ok(text) = std::str::from_utf8(body)
    {
        decoded.text = Cow::Borrowed(text);
        return decoded;
    }
    let mut decoder = plan.encoding.web().new_decoder_without_bom_handling();
    let mut text = String::new();
    let mut buffer = [0u8; 32];
    let mut unit = plan.bom;
    for (index, byte) in body.iter().enumerate() {
        let last = index + 1 == body.len();
        let mut source: &[u8] = std::slice::from_ref(byte);
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(source, &mut buffer, last);
            source = &source[read..];
            if written > 0 {
                decoded.units.push((text.len(), unit));
                text.push_str(&String::from_utf8_lossy(&buffer[..written]));
                unit = plan.bom + index + 1;
            }
            match result {
                encoding_rs::DecoderResult::InputEmpty => break,
                encoding_rs::DecoderResult::OutputFull => {}
                encoding_rs::DecoderResult::Malformed(..) => {
                    decoded.units.push((text.len(), unit));
                    decoded.undecodable.push(text.len()..text.len() + 3);
                    text.push('\u{FFFD}');
                    unit = plan.bom + index + 1;
                }
            }
        }
    }
    decoded.text = Cow::Owned(text);
    decoded
}

impl Decoded<'_> {
    /// Looks up byte offsets; fastest where the questions ascend.
    pub fn resolver(&self) -> Resolver<'_> {
        Resolver { decoded: self }
    }
}

/// Leads from offsets in the decoded text to offsets in the bytes.
#[derive(Debug)]
pub struct Resolver<'d> {
    decoded: &'d Decoded<'d>,
}

impl Resolver<'_> {
    /// The byte offset at which the character at `offset` of the text begins.
    ///
    /// Offset 0 gives the end of the byte order mark, the text's length gives the
    /// number of bytes. Bytes without text of their own (escape sequences) belong
    /// to the character before them. An offset inside a character gives its
    /// beginning.
    pub fn byte(&mut self, offset: usize) -> usize {
        let Decoded {
            text,
            units,
            bom,
            length,
            ..
        } = self.decoded;
        if offset == 0 {
            return *bom;
        }
        if offset >= text.len() {
            return *length;
        }
        if units.is_empty() {
            return bom + offset;
        }
        let next = units.partition_point(|(at, _)| *at <= offset);
        units
            .get(next.saturating_sub(1))
            .map_or(*bom, |(_, byte)| *byte)
    }
}
