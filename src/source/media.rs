//! What an entry is, as far as its first bytes or its name tell: a media type.

use crate::signature;

/// Shorter beginnings, enough where nobody says what an entry is.
const SHORT: &[(&[u8], &str)] = &[
    (b"OggS", "application/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
];

/// The media type of an entry with this name and these first bytes. Content is
/// asked before the name; a name only where content may leave it open.
pub(super) fn media_type(name: &str, head: &[u8]) -> Option<&'static str> {
    if let Some(media) = signature::media_type(head) {
        return Some(media);
    }
    if let Some((_, media)) = SHORT.iter().find(|(start, _)| head.starts_with(start)) {
        return Some(media);
    }
    let (_, extension) = name.rsplit_once('.')?;
    let pages = ["html", "htm", "xhtml", "shtml"];
    pages
        .iter()
        .any(|page| extension.eq_ignore_ascii_case(page))
        .then_some("text/html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_asked_before_the_name() {
        assert_eq!(media_type("a.html", b"%PDF-1.4"), Some("application/pdf"));
        assert_eq!(media_type("a.HTM", b"<p>"), Some("text/html"));
        assert_eq!(media_type("a.txt", b"GIF is a format"), None);
        assert_eq!(media_type("html", b""), None);
    }
}
