use super::*;
use crate::{
    Normalizer,
    sink::{self, Dedup},
    source::Source,
};

/// All files of a folder, by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .expect("the folder is there")
        .map(|found| found.expect("it can be listed").path())
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            (name.into_owned(), fs::read(&path).expect("it can be read"))
        })
        .collect()
}

fn entries(texts: &[&str]) -> Vec<Result<Entry>> {
    let source = Source::new(
        Vec::<PathBuf>::new(),
        |names, _| vec![String::new(); names.len()],
        |_| None,
    )
    .sha256(true);
    let mut entries = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let name = format!("{number}.txt");
        let _ = source.visit_bytes(&name, text.as_bytes(), &mut |item| {
            entries.push(item);
            std::ops::ControlFlow::Continue(())
        });
        if number % 3 == 1 {
            let error = Error::new(ErrorKind::Archive, "it is damaged");
            entries.push(Err(error.at(format!("{number}.zip"))));
        }
    }
    entries
}

/// All formats, compressed and cut in several ways.
fn layouts() -> Vec<Layout> {
    let mut layouts = Vec::new();
    for format in sink::FORMATS {
        for (packing, shard_size) in [
            (Packing::Plain, None),
            (Packing::Gzip, Some(1)),
            (Packing::Zstd, Some(100)),
        ] {
            layouts.push(Layout {
                format: *format,
                packing,
                shard_size,
                dedup: shard_size.map(|_| Dedup::Near),
            });
        }
    }
    layouts
}

fn plain() -> Layout {
    Layout::new(sink::Format::named("jsonl").expect("it is one of the formats"))
}

fn open(folder: &Path, layout: &Layout) -> Folder {
    let mut folder = Folder::open(folder, layout, "options", false).expect("it can be opened");
    folder.every = Duration::ZERO;
    folder
}

/// Runs a batch, broken off after so many items; whether it came to its end.
fn run(folder: &Path, layout: &Layout, texts: &[&str], items: usize) -> bool {
    let mut sink = open(folder, layout);
    let whole = feed(&mut sink, texts, items);
    if whole {
        sink.finish().expect("it can be written");
    }
    whole
}

/// Gives a batch as many items as these; whether these were all.
fn feed(sink: &mut Folder, texts: &[&str], items: usize) -> bool {
    let mut entries = entries(texts).into_iter();
    sink.pass_over(&mut entries)
        .expect("the entries are the same");
    let mut left = Vec::new();
    let normalizer = Normalizer::builder().build();
    normalizer
        .run(entries, 1, &mut Collected(&mut left))
        .expect("nothing is written");
    let whole = left.len() <= items;
    for item in left.into_iter().take(items) {
        match item {
            Ok(document) => sink.document(&document),
            Err(error) => sink.failure(&error),
        }
        .expect("it can be written");
        sink.every = Duration::ZERO;
    }
    whole
}

struct Collected<'c>(&'c mut Vec<std::result::Result<Document, Error>>);

impl Sink for Collected<'_> {
    fn document(&mut self, document: &Document) -> Result<()> {
        self.0.push(Ok(document.clone()));
        Ok(())
    }

    fn failure(&mut self, error: &Error) -> Result<()> {
        let copy = Error::new(error.kind(), error.message());
        self.0.push(Err(copy.at(error.entry().unwrap_or_default())));
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}

const TEXTS: [&str; 5] = [
    "An English line is here.\n这里有一行中文。\n",
    "また日本語の文章もあります。\n",
    "",
    "Noch ein Satz auf Deutsch steht hier.\n",
    "And the last line of all.\n最后一行在这里。\n",
];

#[test]
fn a_batch_broken_off_anywhere_ends_as_if_it_had_not_been() {
    for layout in layouts() {
        let whole = tempfile::tempdir().expect("there is room");
        assert!(run(whole.path(), &layout, &TEXTS, usize::MAX));
        let expected = files(whole.path());
        assert!(expected.keys().any(|name| name.starts_with("en")));
        assert!(expected.contains_key(ENTRIES));
        assert!(!expected.keys().any(|name| name.contains("unfinished")));
        for step in [0, 3, 6] {
            let folder = tempfile::tempdir().expect("there is room");
            let mut runs = 0;
            while !run(
                folder.path(),
                &layout,
                &TEXTS,
                step.max(usize::from(runs > 0)),
            ) {
                // What came after the batch settled, as a run that was killed leaves it.
                fs::write(folder.path().join("xx.jsonl.unfinished"), "half a li")
                    .expect("there is room");
                let reached = Checkpoint::read(folder.path()).expect("it can be read");
                let closed = reached.unwrap_or_default().closed;
                for name in names(folder.path()).expect("it can be listed") {
                    let bare = name.strip_suffix(UNFINISHED);
                    if bare.is_some_and(|bare| !closed.contains_key(bare)) {
                        let path = folder.path().join(name);
                        let mut bytes = fs::read(&path).expect("it is there");
                        bytes.extend_from_slice(b"what did not settle");
                        fs::write(path, bytes).expect("there is room");
                    }
                }
                runs += 1;
            }
            assert_eq!(files(folder.path()), expected, "{step} items, {layout:?}");
        }
    }
}

#[test]
fn a_batch_broken_off_while_its_files_get_their_names_goes_on() {
    let whole = tempfile::tempdir().expect("there is room");
    assert!(run(whole.path(), &plain(), &TEXTS, usize::MAX));
    let folder = tempfile::tempdir().expect("there is room");
    let mut sink = open(folder.path(), &plain());
    assert!(feed(&mut sink, &TEXTS, usize::MAX));
    sink.close().expect("it can be written");
    for closed in sink.closed.iter().step_by(2) {
        closed.finish().expect("it is there");
    }
    drop(sink);
    assert!(run(folder.path(), &plain(), &TEXTS, 0));
    assert_eq!(files(folder.path()), files(whole.path()));
    // It was whole, so that there is nothing to add.
    let mut sink = open(&folder.path().join("new"), &plain());
    assert!(feed(&mut sink, &TEXTS, usize::MAX));
    sink.close().expect("it can be written");
    let mut more = open(&folder.path().join("new"), &plain());
    let document = Normalizer::default().normalize(&Entry::new("more", "Another line."));
    let error = more.document(&document).expect_err("it is one too many");
    assert!(error.message().contains("--fresh starts over"));
}

#[test]
fn shards_are_cut_at_segments_and_follow_each_other() {
    let whole = tempfile::tempdir().expect("there is room");
    assert!(run(whole.path(), &plain(), &TEXTS, usize::MAX));
    let cut = tempfile::tempdir().expect("there is room");
    let layout = Layout {
        shard_size: Some(1),
        ..plain()
    };
    assert!(run(cut.path(), &layout, &TEXTS, usize::MAX));
    let cut = files(cut.path());
    for (name, bytes) in files(whole.path()) {
        let Some(language) = name.strip_suffix(".jsonl").filter(|_| name != ENTRIES) else {
            continue;
        };
        for (line, number) in bytes.split_inclusive(|byte| *byte == b'\n').zip(1..) {
            assert_eq!(cut[&format!("{language}-{number:05}.jsonl")], line);
        }
    }
}

#[test]
fn a_changed_input_and_changed_options_are_said() {
    let folder = tempfile::tempdir().expect("there is room");
    assert!(!run(folder.path(), &plain(), &TEXTS, 4));
    let mut changed = entries(&["Another line.", TEXTS[1], TEXTS[2], TEXTS[3]]).into_iter();
    let error = open(folder.path(), &plain())
        .pass_over(&mut changed)
        .expect_err("the first entry is another");
    assert!(error.message().starts_with("the input is not what it was"));
    let error =
        Folder::open(folder.path(), &plain(), "others", false).expect_err("the options are others");
    assert!(error.message().contains("--fresh starts over"));
    assert!(Folder::open(folder.path(), &plain(), "others", true).is_ok());
    assert!(!folder.path().join(checkpoint::NAME).exists());
}
