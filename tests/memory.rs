//! What programs give that have their own threads: bytes in memory, and options by name.

#![allow(clippy::unwrap_used)] // In a test, a failed step is a failed test.

use std::{fs, ops::ControlFlow, path::Path};

use unmix::{
    Entry, Normalizer,
    options::Options,
    pipeline,
    sink::{Format, Stream},
};

/// For every case of `tests/cases` whose input is one file.
#[test]
fn bytes_in_memory_give_the_segments_of_the_file() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut seen = 0;
    for case in fs::read_dir(cases).unwrap() {
        let case = case.unwrap().path();
        let input = fs::read_dir(&case).unwrap().find_map(|file| {
            let file = file.unwrap();
            let name = file.file_name().into_string().unwrap();
            (name.starts_with("input.") && file.path().is_file()).then_some(name)
        });
        let Some(name) = input else { continue };
        let options = options(&fs::read_to_string(case.join("about.txt")).unwrap());
        let source = options.input.open([""; 0]).unwrap();
        let bytes = fs::read(case.join(&name)).unwrap();
        let mut found = Vec::new();
        let mut sink = Stream::new(&mut found, Format::named("jsonl").unwrap());
        options
            .normalizer()
            .visit(
                |visitor| source.visit_bytes(&name, &bytes, visitor),
                &mut sink,
            )
            .unwrap();
        let wanted = fs::read_to_string(case.join("expected/segments.jsonl")).unwrap();
        let found = String::from_utf8(found).unwrap();
        compare(&case, &found, &wanted);
        seen += 1;
    }
    assert!(seen > 50, "{seen} cases only");
}

/// The flags of a case as options.
fn options(about: &str) -> Options {
    let words: Vec<&str> = ["flags:", "clean-flags:"]
        .iter()
        .filter_map(|start| about.lines().find_map(|line| line.strip_prefix(start)))
        .flat_map(str::split_whitespace)
        .collect();
    let mut given = Vec::new();
    let mut rest = words.as_slice();
    while let Some((flag, after)) = rest.split_first() {
        let name = flag.strip_prefix("--").unwrap();
        let value = after.first().filter(|value| !value.starts_with("--"));
        rest = &after[usize::from(value.is_some())..];
        given.push((name, value.copied()));
    }
    Options::parse(given).unwrap()
}

/// Shows the first line that differs, not both files.
fn compare(case: &Path, found: &str, wanted: &str) {
    for (found, wanted) in found.lines().zip(wanted.lines()) {
        assert_eq!(found, wanted, "{}", case.display());
    }
    assert_eq!(found.len(), wanted.len(), "{}", case.display());
}

#[test]
fn a_defect_on_the_way_is_a_failure_and_no_more() {
    let mut found = Vec::new();
    let mut sink = Stream::new(&mut found, Format::named("text").unwrap());
    let outcome = Normalizer::default()
        .visit(
            |visitor| {
                visitor(Ok(Entry::new("good", "a good line")))?;
                panic!("this is no failure of the test")
            },
            &mut sink,
        )
        .unwrap();
    assert_eq!((outcome.entries, outcome.failures), (1, 1));
    assert_eq!(found, b"a good line\n");
}

#[test]
fn a_text_is_no_container() {
    let source = pipeline::source([""; 0]);
    let mail = "From: Tom\nSubject: Greetings\n\nHow are you today?\n";
    let mut names = Vec::new();
    let _ = source.visit_text("field", mail, &mut |entry| {
        names.push(entry.unwrap().name);
        ControlFlow::Continue(())
    });
    assert_eq!(names, ["field"]);
}

#[test]
fn options_have_the_messages_of_the_command_line() {
    let message = |given| Options::parse([given]).unwrap_err().message();
    assert_eq!(
        message(("wdth", None)),
        "unexpected argument '--wdth' found"
    );
    assert_eq!(
        message(("charset", Some("klingon"))),
        "invalid value 'klingon' for '--charset <LABEL>': no such charset; try utf-8, gb18030, \
         big5, shift_jis, windows-1252"
    );
    assert_eq!(
        message(("min_run", None)),
        "a value is required for '--min-run <N>' but none was supplied"
    );
    assert_eq!(
        message(("noscript", Some("yes"))),
        "unexpected value 'yes' for '--noscript' found; no more were expected"
    );
    assert!(Options::parse([("lang", Some("zh,en")), ("lang", Some("ja"))]).is_ok());
}
