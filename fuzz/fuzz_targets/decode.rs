//! Our decoders against encoding_rs: the first byte chooses the encoding.

#![no_main]

use libfuzzer_sys::fuzz_target;
use unmix::{
    charset::{self, Clues},
    decode,
    encoding::Encoding,
};

const LABELS: [&str; 12] = [
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "iso-2022-jp",
    "utf-8",
    "windows-1251",
    "windows-1252",
    "windows-874",
    "macintosh",
    "koi8-u",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else {
        return;
    };
    let label = LABELS[usize::from(*choice) % LABELS.len()];
    let theirs = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a label of the standard");
    let mut plan = charset::detect(
        bytes,
        &Clues {
            forced: Encoding::for_label(label),
            ..Clues::default()
        },
    );
    // The mark is text to both.
    plan.bom = 0;
    let (text, _) = theirs.decode_without_bom_handling(bytes);
    assert_eq!(decode::decode(bytes, &plan).text, text, "{label}");
});
