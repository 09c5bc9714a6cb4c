//! The first bytes of an entry in, the kind of file that is no text out, if it is one.

/// What files begin with that hold pictures, sound, films, fonts, programs, databases,
/// or documents in a format of bytes, by their media type (IANA); each is in the
/// documentation of its format, or in the list of signatures that `file` knows.
const SIGNATURES: &[(&str, &[&[u8]])] = &[
    ("image/png", &[b"\x89PNG\r\n"]),
    ("image/gif", &[b"GIF87a", b"GIF89a"]),
    ("image/jpeg", &[b"\xFF\xD8\xFF"]),
    ("image/tiff", &[b"II*\0", b"MM\0*"]),
    ("image/vnd.adobe.photoshop", &[b"8BPS\0"]),
    ("image/vnd.microsoft.icon", &[b"\0\0\x01\0\x01\0"]),
    ("image/wmf", &[b"\xD7\xCD\xC6\x9A"]),
    ("image/x-xcf", &[b"gimp xcf "]),
    ("image/jp2", &[b"\0\0\0\x0CjP  "]),
    ("application/ogg", &[b"OggS\0"]),
    ("audio/flac", &[b"fLaC"]),
    ("audio/mpeg", &[b"ID3\x02", b"ID3\x03", b"ID3\x04"]),
    ("audio/midi", &[b"MThd\0\0"]),
    ("audio/aiff", &[b"FORM\0"]),
    ("video/matroska", &[b"\x1A\x45\xDF\xA3"]),
    ("video/x-flv", &[b"FLV\x01"]),
    ("video/mpeg", &[b"\0\0\x01\xBA"]),
    ("video/x-ms-asf", &[b"\x30\x26\xB2\x75\x8E\x66\xCF\x11"]),
    ("font/woff", &[b"wOFF\0\x01", b"wOFFOTTO"]),
    ("font/woff2", &[b"wOF2\0\x01", b"wOF2OTTO"]),
    ("font/ttf", &[b"\0\x01\0\0\0"]),
    ("font/otf", &[b"OTTO\0"]),
    ("font/collection", &[b"ttcf\0"]),
    ("application/pdf", &[b"%PDF-"]),
    (
        "application/x-ole-storage",
        &[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"],
    ),
    ("application/x-executable", &[b"\x7FELF"]),
    ("application/wasm", &[b"\0asm"]),
    ("application/vnd.sqlite3", &[b"SQLite format 3\0"]),
    ("application/vnd.rar", &[b"Rar!\x1A\x07"]),
    (
        OTHER,
        &[
            b"\xCA\xFE\xBA\xBE",
            b"\xCE\xFA\xED\xFE",
            b"\xCF\xFA\xED\xFE",
            b"\xFE\xED\xFA",
            b"dex\n03",
            b"\0\x01\0\0Standard ",
            b"!<arch>\n",
            b"!<thin>\n",
            b"\xED\xAB\xEE\xDB",
            b"MSCF\0",
            b"xar!\0",
            b"\x1F\x9D",
            b"\x1F\xA0",
            b"\x89HDF\r\n",
            b"\x93NUMPY",
            b"PACK\0\0\0\x02",
            b"DIRC\0\0",
            b"\xFFtOc",
            b"\xDE\x12\x04\x95",
            b"\x95\x04\x12\xDE",
            b"\x4C\0\0\0\x01\x14\x02\0",
            b"bplist00",
        ],
    ),
];

/// The type of bytes of no further kind.
const OTHER: &str = "application/octet-stream";

/// The media type of bytes that begin as a file that is no text, whatever it could be
/// read as.
pub(crate) fn media_type(bytes: &[u8]) -> Option<&'static str> {
    let begins = |(_, starts): &&(_, &[&[u8]])| starts.iter().any(|start| bytes.starts_with(start));
    if let Some((media, _)) = SIGNATURES.iter().find(begins) {
        return Some(media);
    }
    let other = is_bitmap(bytes) || is_program(bytes) || is_media(bytes) || is_python(bytes);
    other.then_some(OTHER)
}

/// A bitmap of Windows or OS/2: two letters, reserved zeros, and the size of a header
/// that exists. Or a metafile, which has its mark later.
fn is_bitmap(bytes: &[u8]) -> bool {
    let bitmap = bytes.starts_with(b"BM")
        && bytes.get(6..10) == Some(&[0; 4])
        && matches!(
            bytes.get(14..18),
            Some([12 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0])
        );
    bitmap || (bytes.starts_with(&[1, 0, 0, 0]) && bytes.get(40..44) == Some(b" EMF"))
}

/// A program of DOS or Windows: its header is binary, and what it says to DOS, if
/// anything, comes later.
fn is_program(bytes: &[u8]) -> bool {
    bytes.starts_with(b"MZ") && bytes.len() >= 64 && bytes[2..64].contains(&0)
}

/// A container of sound or film: `RIFF` and its length, or the size of a first box and
/// its name.
fn is_media(bytes: &[u8]) -> bool {
    let kind = bytes.get(8..12);
    let riff = [&b"WAVE"[..], b"AVI ", b"WEBP", b"RMID", b"ACON", b"sfbk"];
    (bytes.starts_with(b"RIFF") && kind.is_some_and(|kind| riff.contains(&kind)))
        || (bytes.starts_with(b"\0\0\0") && bytes.get(4..8) == Some(b"ftyp"))
}

/// Compiled Python: a number, the end of a line, and flags that are zero or a small
/// number.
fn is_python(bytes: &[u8]) -> bool {
    bytes.get(2..4) == Some(b"\r\n")
        && bytes.len() >= 16
        && bytes[1] < 0x20
        && bytes[5..8] == [0; 3]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_no_text(bytes: &[u8]) -> bool {
        media_type(bytes).is_some()
    }

    #[test]
    fn what_is_no_text_is_known_by_its_beginning() {
        let mut bitmap = b"BM\x76\x02\0\0\0\0\0\0\x76\0\0\0\x28\0\0\0".to_vec();
        assert!(is_no_text(&bitmap));
        bitmap[14] = 0x29;
        assert!(!is_no_text(&bitmap));
        assert!(is_no_text(b"RIFF\x24\0\0\0WAVEfmt "));
        assert!(is_no_text(b"\0\0\0\x20ftypisom"));
        assert!(is_no_text(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0"));
        assert!(is_no_text(b"\xA7\r\r\n\0\0\0\0\x12\x34\x56\x78abcd"));
        assert!(is_no_text(&[&b"MZ"[..], &[0; 62]].concat()));
        for text in [
            "BMW and Audi",
            "MZ: a letter",
            "RIFF and raff",
            "PK",
            "a\r\n",
            "",
        ] {
            assert!(!is_no_text(text.as_bytes()), "{text}");
        }
    }
}
