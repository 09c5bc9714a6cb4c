//! What holds for any input.

#![allow(clippy::unwrap_used)] // In a test, a failed step is a failed test.

use std::{collections::BTreeMap, fs, ops::ControlFlow, path::Path};

use proptest::prelude::*;
use unmix::{
    Document, Entry, Normalizer, decode,
    document::{Block, BlockKind, Kind, Part, Plan, Reason, Segment, Why},
    encoding::Encoding,
    pipeline, repair,
};

/// The labels of the WHATWG Encoding Standard's encodings that text is stored in,
/// without those that keep a state from one character to the next.
const LABELS: &[&str] = &[
    "utf-8",
    "utf-16le",
    "utf-16be",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "koi8-r",
    "koi8-u",
    "ibm866",
    "macintosh",
    "x-mac-cyrillic",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
];

/// Text that gets every stage to work: markup whole and broken, entities, several
/// languages, controls, marks.
fn troubled() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<br>",
        "<td>",
        "<pre>",
        "</pre>",
        "<script>",
        "</script>",
        "<style>",
        "<!--",
        "-->",
        "<span data-shimo-docs=\"[[20,\"",
        "\"]]\">",
        "<a href=\"",
        "<img alt=\"",
        "<img alt='x y'>",
        "<title>",
        "</title>",
        "<",
        ">",
        "\"",
        "'",
        "&",
        "&amp;",
        "&lt;",
        "&#x4e2d;",
        "&#55357;&#56832;",
        "&copy=2",
        "&quo...",
        "\n",
        "\r\n",
        " ",
        "  ",
        "\t",
        "\u{3000}",
        "\u{A0}",
        "获悉,据外媒报道",
        "邮件模板",
        "Dear Tom",
        "Thank you so much.",
        "iPhone 15 Pro",
        "的价格",
        "これはペンです。",
        "안녕하세요",
        "Привет, мир!",
        "e\u{301}",
        "café",
        "\u{0}",
        "\u{1B}[1m",
        "\u{FEFF}",
        "\u{AD}",
        "\u{85}",
        "😀",
        "12345",
        "http://example.com/?a=1&b=2",
        "（",
        "）",
        "。",
        "《",
        "》",
        "…",
        "...",
        "\\n",
        "\\\"",
        "]]",
        "[[20,",
        "<![CDATA[",
        "]]>",
        "<?xml version=\"1.0\"?>",
        "<html lang=\"zh\">",
        "<meta charset=gbk>",
        "<ruby>漢<rt>かん</rt></ruby>",
        "<ul><li>",
        "<h1>",
        "<template>",
        "</template>",
    ]);
    prop::collection::vec(
        prop_oneof![8 => pieces.prop_map(str::to_owned), 1 => "\\PC{0,6}"],
        0..30,
    )
    .prop_map(|pieces| pieces.concat())
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let encoded = (troubled(), prop::sample::select(LABELS.to_vec()))
        .prop_map(|(text, label)| encode(&text, label, true).unwrap_or_default())
        .boxed();
    let damaged = (encoded.clone(), any::<prop::sample::Index>(), any::<u8>()).prop_map(
        |(mut bytes, at, byte)| {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            bytes
        },
    );
    prop_oneof![
        3 => encoded,
        2 => damaged,
        1 => prop::collection::vec(any::<u8>(), 0..200),
        1 => (troubled(), troubled()).prop_map(|(one, other)| {
            [one.into_bytes(), encode(&other, "gb18030", true).unwrap_or_default()].concat()
        }),
    ]
}

/// `text` in another encoding; `None` if it cannot hold all of it, unless `lossy`.
fn encode(text: &str, label: &str, lossy: bool) -> Option<Vec<u8>> {
    match label {
        "utf-16le" => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        "utf-16be" => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        _ => {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
            let (bytes, _, replaced) = encoding.encode(text);
            (!replaced || lossy).then(|| bytes.into_owned())
        }
    }
}

fn kinds() -> impl Strategy<Value = Option<Kind>> {
    prop::sample::select(vec![None, Some(Kind::Text), Some(Kind::Html)])
}

/// What holds for the document of any entry.
fn check(bytes: &[u8], document: &Document) -> Result<(), TestCaseError> {
    prop_assert_eq!(document.bytes, bytes.len() as u64);
    prop_assert_eq!(
        document.accounting.total(),
        bytes.len() as u64,
        "{:?}",
        document.accounting
    );
    let mut covered = 0;
    let mut end = 0;
    for segment in &document.segments {
        prop_assert!(segment.bytes.start <= segment.bytes.end);
        prop_assert!(segment.bytes.end <= document.bytes);
        prop_assert!(!segment.text.is_empty());
        prop_assert!(segment.block < document.blocks.len());
        prop_assert!((0.0..=1.0).contains(&segment.confidence));
        for embed in &segment.embeds {
            prop_assert!(
                segment
                    .text
                    .get(embed.range.clone())
                    .is_some_and(|term| !term.is_empty())
            );
        }
        covered += segment
            .bytes
            .end
            .saturating_sub(segment.bytes.start.max(end));
        end = end.max(segment.bytes.end);
    }
    // What is counted as text has to lie in segments.
    let text = document.accounting.get(Reason::Text) + document.accounting.get(Reason::Undecodable);
    prop_assert!(
        text <= covered,
        "{} bytes of text, {} covered",
        text,
        covered
    );
    for note in &document.notes {
        prop_assert!(note.bytes.start <= note.bytes.end && note.bytes.end <= document.bytes);
    }
    Ok(())
}

/// Languages and texts.
fn said(document: &Document) -> Vec<(String, String)> {
    let said = |segment: &Segment| (segment.language.to_string(), segment.text.clone());
    document.segments.iter().map(said).collect()
}

/// Decodes what a segment came from and passes it through the same stages, in the
/// place that its block had; `mojibake` undone or not.
fn again(document: &Document, segment: &Segment, bytes: &[u8], mojibake: bool) -> String {
    let encoding = Encoding::for_label(&document.charset.label).unwrap();
    let range = segment.bytes.start as usize..segment.bytes.end as usize;
    let plan = Plan {
        encoding,
        bom: 0,
        why: Why::Forced,
        confidence: 1.0,
        runner_up: None,
        runs: Vec::new(),
    };
    let source = decode::decode(&bytes[range], &plan).text.into_owned();
    let Block { kind, via, .. } = &document.blocks[segment.block];
    let (source, reading) = match (kind, via) {
        (BlockKind::Preformatted, _) => (format!("<pre>{source}</pre>"), Kind::Html),
        (BlockKind::Alternative | BlockKind::Description, Some(_)) => (
            format!("<img alt=\"{}\">", source.replace('"', "&quot;")),
            Kind::Html,
        ),
        (BlockKind::Attribute, Some(via)) => (
            format!("<span {via}=\"[[20,&quot;{source}&quot;]]\"></span>"),
            Kind::Html,
        ),
        _ => (source, document.kind),
    };
    let normalizer = Normalizer::builder()
        .kind(Some(reading))
        .charset(Some(Encoding::UTF_8))
        .keep_mojibake(!mojibake)
        .build();
    let document = normalizer.normalize(&Entry::new("again", source));
    document
        .segments
        .iter()
        .map(|segment| segment.text.as_str())
        .collect()
}

/// `PROPTEST_CASES` asks for more cases.
fn config() -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig {
        cases: config.cases.max(1500),
        ..config
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_byte_is_accounted_for(bytes in bytes(), kind in kinds()) {
        let normalizer = Normalizer::builder().kind(kind).build();
        let document = normalizer.normalize(&Entry::new("any", bytes.clone()));
        check(&bytes, &document)?;
    }

    #[test]
    fn output_is_in_normal_form(bytes in bytes()) {
        let document = Normalizer::default().normalize(&Entry::new("any", bytes));
        for segment in &document.segments {
            prop_assert!(unicode_normalization::is_nfc(&segment.text), "{:?}", segment.text);
        }
    }

    #[test]
    fn filtered_segments_are_accounted_for(text in troubled()) {
        let chinese = vec![unmix::Language::ZH];
        let normalizer = Normalizer::builder().languages(chinese).build();
        let document = normalizer.normalize(&Entry::new("any", text.clone()));
        prop_assert!(document.segments.iter().all(|segment| segment.language.primary() == "zh"));
        prop_assert_eq!(document.accounting.total(), text.len() as u64);
    }

    #[test]
    fn segments_of_a_block_are_its_clean_text(text in troubled(), kind in kinds()) {
        let mut blocks = Vec::new();
        let normalizer = Normalizer::builder().kind(kind).charset(Some(Encoding::UTF_8)).build();
        let document = normalizer.observe(&Entry::new("any", text), &mut |stage| {
            if let pipeline::Stage::Repaired(repaired) = stage {
                blocks = repaired.iter().map(|block| block.text.to_string()).filter(|text| !text.is_empty()).collect();
            }
        });
        let mut joined: BTreeMap<usize, String> = BTreeMap::new();
        for segment in &document.segments {
            *joined.entry(segment.block).or_default() += &segment.text;
        }
        prop_assert_eq!(joined.into_values().collect::<Vec<_>>(), blocks);
    }

    #[test]
    fn a_segment_can_be_made_again_from_its_bytes(text in troubled(), label in prop::sample::select(LABELS.to_vec())) {
        // Stray markup is told from text by what stands around it, so a piece of plain
        // text is made again by itself only where there is none. What is mojibake is told
        // by the whole line and the other lines: that has properties of its own.
        let text = text.replace(['<', '&', '[', ']'], " ");
        let Some(bytes) = encode(&text, label, true) else { return Ok(()) };
        let normalizer = Normalizer::builder().charset(Encoding::for_label(label)).kind(Some(Kind::Text)).keep_mojibake(true).build();
        let document = normalizer.normalize(&Entry::new("any", bytes.clone()));
        for segment in &document.segments {
            // Whether a backslash escapes a quote is told by what stands before it.
            if segment.bytes.start == 0 || !segment.text.starts_with('\\') {
                prop_assert_eq!(again(&document, segment, &bytes, false), segment.text.trim());
            }
        }
    }

    #[test]
    fn clean_text_comes_out_unchanged(text in troubled()) {
        let text = text.replace(['<', '&', '[', ']', '\\'], " ");
        let normalizer = Normalizer::builder().charset(Some(Encoding::UTF_8)).kind(Some(Kind::Text)).build();
        let lines = |text: &str| -> String {
            let document = normalizer.normalize(&Entry::new("any", text));
            let mut lines = String::new();
            let mut block = None;
            for segment in &document.segments {
                if block.replace(segment.block).is_some_and(|before| before != segment.block) {
                    lines.push('\n');
                }
                lines += &segment.text;
            }
            lines
        };
        let once = lines(&text);
        prop_assert_eq!(lines(&once), once);
    }

    #[test]
    fn any_encoding_gives_the_same_segments(text in troubled(), label in prop::sample::select(LABELS.to_vec())) {
        let Some(bytes) = encode(&text, label, false) else { return Ok(()) };
        let forced = |label| Normalizer::builder().charset(Encoding::for_label(label)).build();
        let plain = forced("utf-8").normalize(&Entry::new("any", text.clone()));
        // Shift_JIS has no way to write these two: they come back as ¥ and ‾.
        prop_assume!(label != "shift_jis" && label != "euc-jp" || !text.contains(['\\', '~', '¥', '‾']));
        let other = forced(label).normalize(&Entry::new("any", bytes.clone()));
        prop_assert_eq!(said(&other), said(&plain));
        prop_assert_eq!(other.accounting.total(), bytes.len() as u64);
    }

    #[test]
    fn repairs_are_stable_on_whole_documents(text in troubled()) {
        let document = Normalizer::default().normalize(&Entry::new("any", text));
        for segment in &document.segments {
            let again = repair::repair(&segment.text, true, &repair::Options::default(), &repair::Damage::default());
            prop_assert_eq!(&*again.text, segment.text.as_str());
        }
    }
}

/// The inputs of the golden cases.
fn inputs() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut inputs = Vec::new();
    for case in fs::read_dir(folder).unwrap() {
        let case = case.unwrap().path();
        for file in fs::read_dir(&case).unwrap() {
            let file = file.unwrap().path();
            if file.is_file()
                && file
                    .file_stem()
                    .is_some_and(|stem| stem.to_string_lossy().starts_with("input"))
            {
                inputs.push((case.display().to_string(), fs::read(file).unwrap()));
            }
        }
    }
    inputs.sort();
    assert!(inputs.len() > 20);
    inputs
}

#[test]
fn every_case_in_every_encoding_that_can_hold_it() {
    let mut compared = 0;
    for (case, bytes) in inputs() {
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        let plain = Normalizer::builder()
            .charset(Some(Encoding::UTF_8))
            .build()
            .normalize(&Entry::new("case", text.clone()));
        for label in LABELS {
            let Some(bytes) = encode(&text, label, false) else {
                continue;
            };
            let normalizer = Normalizer::builder()
                .charset(Encoding::for_label(label))
                .build();
            let document = normalizer.normalize(&Entry::new("case", bytes.clone()));
            assert_eq!(said(&document), said(&plain), "{case} in {label}");
            assert_eq!(
                document.accounting.total(),
                bytes.len() as u64,
                "{case} in {label}"
            );
            compared += 1;
        }
    }
    assert!(compared > 200, "{compared}");
}

/// Whether others than the bytes themselves are read as entries.
fn is_container(name: &str, bytes: &[u8]) -> bool {
    let mut itself = false;
    let source = unmix::pipeline::source(Vec::<String>::new());
    let _ = source.visit_bytes(name, bytes, &mut |entry| {
        itself |= entry.is_ok_and(|entry| entry.bytes == bytes);
        std::ops::ControlFlow::Continue(())
    });
    !itself
}

#[test]
fn segments_of_the_cases_can_be_made_again_from_their_bytes() {
    let (mut made, mut pasted) = (0, 0);
    for (case, bytes) in inputs() {
        if is_container(&case, &bytes) {
            continue;
        }
        let document = Normalizer::default().normalize(&Entry::new("case", bytes.clone()));
        // A piece by itself does not tell that it stood in an argument about markup, nor
        // what the other lines tell about bytes that mojibake has lost.
        let told_by_others = [
            "stray-angle-brackets",
            "mojibake-gbk-as-big5",
            "mojibake-spoken-of",
        ];
        if !document.charset.runs.is_empty()
            || told_by_others.iter().any(|other| case.ends_with(other))
        {
            continue;
        }
        for segment in &document.segments {
            let found = again(&document, segment, &bytes, true);
            assert_eq!(found.trim(), segment.text.trim(), "{case}");
            made += 1;
            pasted += usize::from(document.blocks[segment.block].kind == BlockKind::Attribute);
        }
    }
    assert!(
        made > 200 && pasted >= 5,
        "{made} made again, {pasted} of them pasted"
    );
}

#[test]
fn the_scrape_is_the_same_in_every_wrapping() {
    let scrape =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/examples/scrape.txt")).unwrap();
    let plain = said(&Normalizer::default().normalize(&Entry::new("scrape", scrape)));
    let mut wrapped = 0;
    for (case, bytes) in inputs()
        .into_iter()
        .filter(|(case, _)| case.contains("/seed-") && !case.ends_with("seed-big5"))
    {
        let mut documents = Vec::new();
        // Brotli is told by its name alone.
        let name = if case.ends_with("-br") {
            "case.br"
        } else {
            "case"
        };
        let _ = pipeline::source(["-"]).visit_bytes(name, &bytes, &mut |entry| {
            documents.push(Normalizer::default().normalize(&entry.unwrap()));
            ControlFlow::Continue(())
        });
        assert!(!documents.is_empty());
        for document in documents {
            let mut found = said(&document);
            // A page has a title of its own.
            if document.kind == Kind::Html {
                assert_eq!(found.remove(0).1, "Scrape");
            }
            assert_eq!(found, plain, "{case}");
            wrapped += 1;
        }
    }
    assert_eq!(wrapped, 15);
}

#[test]
fn every_prefix_of_every_case_is_accounted_for() {
    for (case, bytes) in inputs() {
        let step = (bytes.len() / 60).max(1);
        for end in (0..=bytes.len()).step_by(step) {
            let document = Normalizer::default().normalize(&Entry::new("case", &bytes[..end]));
            assert!(
                check(&bytes[..end], &document).is_ok(),
                "{case} cut at {end}: {:?}",
                document.accounting
            );
        }
    }
}

#[test]
fn how_a_stream_is_read_makes_no_difference() {
    for (case, bytes) in inputs() {
        let read = |length: usize| {
            let mut entries = Vec::new();
            let source = pipeline::source(["-"]).sha256(true);
            let _ = source.visit_stream(
                "case",
                &mut Trickle {
                    bytes: &bytes,
                    length,
                },
                &mut |entry| {
                    entries.push(
                        entry
                            .map(|entry| (entry.name, entry.bytes, entry.part))
                            .map_err(|error| error.to_string()),
                    );
                    ControlFlow::Continue(())
                },
            );
            entries
        };
        let whole = read(usize::MAX);
        for length in [1, 7, 512, 513] {
            assert_eq!(read(length), whole, "{case} read by {length} bytes");
        }
    }
}

/// A reader that gives a few bytes at a time.
struct Trickle<'a> {
    bytes: &'a [u8],
    length: usize,
}

impl std::io::Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.length.min(buffer.len()).min(self.bytes.len());
        let (now, later) = self.bytes.split_at(length);
        buffer[..length].copy_from_slice(now);
        self.bytes = later;
        Ok(length)
    }
}

#[test]
fn parts_cover_their_entry() {
    let text = "一行中文在这里\nAn English line is here\n".repeat(60_000);
    for label in ["utf-8", "gb18030", "utf-16le", "utf-16be"] {
        let bytes = encode(&text, label, false).unwrap();
        let mut parts: Vec<Part> = Vec::new();
        let mut joined = Vec::new();
        let _ = pipeline::source(["-"]).visit_bytes("large", &bytes, &mut |entry| {
            let entry = entry.unwrap();
            assert_eq!(entry.part.offset, joined.len() as u64);
            joined.extend_from_slice(&entry.bytes);
            parts.push(entry.part);
            ControlFlow::Continue(())
        });
        assert_eq!(joined, bytes);
        assert!(parts.len() > 1);
        assert_eq!(
            parts.iter().position(|part| part.last),
            Some(parts.len() - 1)
        );
        assert!(parts.iter().all(|part| !part.cut), "{label}");
    }
}
