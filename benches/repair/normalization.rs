//! The conformance test of Unicode normalization.

use unmix::repair::Form;

use crate::read;

pub(crate) fn run(files: &[String]) {
    let text = read(&files[0]);
    let mut rows = 0;
    let mut right = [0; 2];
    for line in text.lines() {
        let line = line.split('#').next().unwrap();
        let fields: Vec<String> = line
            .split(';')
            .map(|field| {
                field
                    .split_whitespace()
                    .filter_map(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?))
                    .collect()
            })
            .collect();
        let [source, nfc, nfd, nfkc, nfkd, ..] = &fields[..] else {
            continue;
        };
        rows += 1;
        let form = |text: &str, form: Form| form.apply(text).into_owned();
        let composed = [source, nfc, nfd]
            .iter()
            .all(|t| form(t, Form::Nfc) == *nfc)
            && [nfkc, nfkd].iter().all(|t| form(t, Form::Nfc) == *nfkc);
        let compatible = [source, nfc, nfd, nfkc, nfkd]
            .iter()
            .all(|t| form(t, Form::Nfkc) == *nfkc);
        right[0] += usize::from(composed);
        right[1] += usize::from(compatible);
    }
    println!("NFC {} of {rows}, NFKC {} of {rows}", right[0], right[1]);
}
