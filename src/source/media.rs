//! What an entry is, as far as its first bytes or its name tell: a media type.

/// First bytes of formats that hold no text of their own (from the formats'
/// specifications), and the media type of each (IANA).
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1A\n", "image/png"),
    (b"\xFF\xD8\xFF", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "application/x-ole-storage",
    ),
    (b"\x7FELF", "application/x-executable"),
    (b"Rar!\x1A\x07", "application/vnd.rar"),
    (b"OggS", "application/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
];

/// The media type of an entry with this name and these first bytes. Content is
/// asked before the name; a name only where content may leave it open.
pub(super) fn media_type(name: &str, head: &[u8]) -> Option<&'static str> {
    if let Some((_, media)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
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
