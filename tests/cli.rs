//! What the person at the terminal meets: standard input, folders, exit codes,
//! errors, broken pipes.

#![allow(clippy::unwrap_used)] // In a test, a failed step is a failed test.

use std::{
    fs,
    io::{Read, Write},
    path::Path,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

fn unmix(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unmix"));
    command.args(arguments);
    command
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    unmix(arguments).current_dir(folder).output().unwrap()
}

fn run_with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = unmix(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn folder_with(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

const MIXED: &[u8] = "一行中文在这里\nAn English line is here\n".as_bytes();

#[test]
fn standard_input_is_read_when_nothing_is_named() {
    let wanted = "一行中文在这里\nAn English line is here\n";
    for arguments in [&["clean", "-f", "text"][..], &["clean", "-f", "text", "-"]] {
        let output = run_with_input(arguments, MIXED);
        assert_eq!(
            (text(&output.stdout), output.status.code()),
            (wanted, Some(0))
        );
    }
    let output = run_with_input(&["clean"], b"An English line is here\n");
    assert!(
        text(&output.stdout)
            .starts_with(r#"{"id":"-#1","text":"An English line is here","lang":"en""#)
    );
}

#[test]
fn records_are_known_without_a_name() {
    let objects =
        "{\"id\":7,\"text\":\"一行中文在这里\"}\n{\"text\":\"An English line is here\"}\n";
    let table = "id\ttext\n1\t一行中文在这里\n2\tAn English line is here\n";
    let wanted = "一行中文在这里\nAn English line is here\n";
    for (input, options) in [
        (objects, &[][..]),
        (objects, &["--input", "jsonl"]),
        (table, &["--text-column", "text"]),
        (table, &["--input", "csv", "--text-column", "2"]),
    ] {
        let arguments = [&["clean", "-f", "text", "--lang", "zh,en"], options].concat();
        let output = run_with_input(&arguments, input.as_bytes());
        let said = text(&output.stdout).strip_prefix("text\n");
        let said = said.unwrap_or(text(&output.stdout));
        assert_eq!(
            (said, output.status.code()),
            (wanted, Some(0)),
            "{options:?}"
        );
    }
    // Text that only begins like an object is text.
    for broken in ["{\"text\":\"A line with no end\n", "{\"text\": \"a\", b}\n"] {
        let output = run_with_input(&["clean", "-f", "text"], broken.as_bytes());
        assert_eq!(text(&output.stdout), broken);
    }
    // A name that says something else is believed, unless the user says otherwise.
    let folder = folder_with(&[
        ("a.txt", objects.as_bytes()),
        ("b.json", objects.as_bytes()),
    ]);
    let named = |arguments: &[&str]| {
        let output = run(&folder, &[&["clean", "-f", "text"], arguments].concat());
        text(&output.stdout).to_owned()
    };
    assert_eq!(named(&["a.txt"]), objects);
    assert_eq!(named(&["--input", "jsonl", "a.txt"]), wanted);
    assert_eq!(named(&["b.json"]), wanted);
}

#[test]
fn formats_are_text_tsv_and_jsonl() {
    let output = run_with_input(
        &["clean", "-f", "tsv", "--lang", "zh"],
        "一行\\中文在这里\n".as_bytes(),
    );
    assert_eq!(
        text(&output.stdout).lines().next().unwrap(),
        "lang\tconfidence\tentry\tsegment\tstart\tend\tblock\tvia\tcharset\tnotes\tfields\ttext"
    );
    let line = text(&output.stdout).lines().nth(1).unwrap();
    assert!(line.starts_with("zh-Hans\t"));
    assert!(
        line.ends_with("\t-\t1\t0\t22\tline\t\tutf-8\t\t\t一行\\\\中文在这里"),
        "{line}"
    );
    for line in text(&run_with_input(&["clean"], MIXED).stdout).lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

#[test]
fn a_batch_has_a_file_per_language_and_a_list_of_entries() {
    let folder = folder_with(&[
        ("in/a.txt", MIXED),
        ("in/b.txt", b"Another English line is here\n"),
    ]);
    let output = run(
        &folder,
        &["clean", "-f", "text", "-o", "out", "in", "missing.txt"],
    );
    assert_eq!(output.status.code(), Some(1));
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    assert_eq!(read("zh-Hans.txt"), "一行中文在这里\n");
    assert_eq!(
        read("en.txt"),
        "An English line is here\nAnother English line is here\n"
    );
    let records: Vec<serde_json::Value> = read("entries.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |index: usize, field: &str| records[index][field].clone();
    assert_eq!(records.len(), 3);
    assert_eq!(
        (of(0, "entry"), of(0, "status")),
        ("in/a.txt".into(), "ok".into())
    );
    assert_eq!(
        of(0, "accounting")["text"].as_u64().unwrap()
            + of(0, "accounting")["space"].as_u64().unwrap(),
        MIXED.len() as u64
    );
    assert_eq!(of(0, "sha256").as_str().unwrap().len(), 64);
    assert_eq!(
        (of(2, "entry"), of(2, "status")),
        ("missing.txt".into(), "failed".into())
    );
    let mut names: Vec<_> = fs::read_dir(folder.path().join("out"))
        .unwrap()
        .map(|found| found.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "en.tsv",
            "en.txt",
            "entries.jsonl",
            "report.html",
            "zh-Hans.tsv",
            "zh-Hans.txt"
        ]
    );
}

#[test]
fn a_batch_tells_what_it_came_to_and_of_each_entry_when_asked() {
    let folder = folder_with(&[
        ("in/a.txt", MIXED),
        ("in/b.txt", "donâ€™t worry about the café\n".as_bytes()),
        ("in/c.txt.gz", b"\x1f\x8b\x08 cut"),
    ]);
    let entries = "unmix: in/a.txt: text, utf-8 (utf-8 1.00), 2 segments: en 77%, zh-Hans 23%
unmix: in/b.txt: text, utf-8 (utf-8 1.00), 1 segment: en 100%; mojibake 1\n";
    let failure = "unmix: in/c.txt.gz!/c.txt: cannot read: unexpected end of file\n";
    let summary = "  languages  en 88% (2), zh-Hans 13% (1)
  charsets   utf-8 2
  notes      mojibake 1
  bytes      text 96%, space 4%
  problems   1 failed
  report     out/report.html\n";
    for (option, told) in [
        ("--verbose", format!("{entries}{failure}")),
        ("--progress", failure.to_owned()),
        ("--quiet", failure.to_owned()),
    ] {
        let output = run(&folder, &["clean", option, "--fresh", "-o", "out", "in"]);
        assert_eq!(output.status.code(), Some(1));
        let said = text(&output.stderr).strip_prefix(&*told).unwrap();
        if option == "--quiet" {
            assert_eq!(said, "");
            continue;
        }
        // How long it took is different every time.
        let (line, rest) = said.split_once('\n').unwrap();
        assert!(line.starts_with("unmix: 2 entries, 81 bytes in "), "{line}");
        assert!(line.ends_with(" MB/s), 1 failure"), "{line}");
        assert_eq!(rest, summary);
    }
}

#[test]
fn files_of_others_in_the_output_folder_stay() {
    let folder = folder_with(&[
        ("a.txt", MIXED),
        ("out/notes.txt", b"mine"),
        ("out/fr.jsonl", b"mine too"),
    ]);
    for arguments in [
        &["clean", "-o", "out", "a.txt"][..],
        &["clean", "--fresh", "-o", "out", "a.txt"],
    ] {
        assert_eq!(run(&folder, arguments).status.code(), Some(0));
        assert_eq!(
            fs::read(folder.path().join("out/notes.txt")).unwrap(),
            b"mine"
        );
        assert_eq!(
            fs::read(folder.path().join("out/fr.jsonl")).unwrap(),
            b"mine too"
        );
    }
    let taken = folder_with(&[("a.txt", MIXED), ("out/en.jsonl", b"mine")]);
    let refused = run(&taken, &["clean", "-o", "out", "a.txt"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("en.jsonl: the file is there already"));
    assert_eq!(
        fs::read(taken.path().join("out/en.jsonl")).unwrap(),
        b"mine"
    );
}

#[test]
fn the_output_is_never_read() {
    let wanted = "An English line is here\n一行中文在这里\n";
    let folder = folder_with(&[("a.txt", b"An English line is here\n"), ("b/b.txt", MIXED)]);
    for arguments in [&[][..], &["--fresh"]] {
        let batch = [&["clean", "-f", "text", "-o", "b/out", "."], arguments].concat();
        let output = run(&folder, &batch);
        assert_eq!(output.status.code(), Some(0));
        let list = fs::read_to_string(folder.path().join("b/out/entries.jsonl")).unwrap();
        assert_eq!(list.lines().count(), 2, "{list}");
    }
    fs::remove_dir_all(folder.path().join("b/out")).unwrap();
    fs::remove_file(folder.path().join("b/b.txt")).unwrap();
    fs::write(folder.path().join("c.txt"), "一行中文在这里\n").unwrap();
    // `unmix clean . > b/all.txt`: what is there already would be read again and again.
    let mut all = fs::File::create(folder.path().join("b/all.txt")).unwrap();
    all.write_all(b"What was there before.\n").unwrap();
    let clean = |paths: &[&str]| {
        unmix(&[&["clean", "-f", "text"], paths].concat())
            .current_dir(&folder)
            .stdout(all.try_clone().unwrap())
            .stderr(Stdio::piped())
            .output()
            .unwrap()
    };
    assert_eq!(clean(&["."]).status.code(), Some(0));
    assert_eq!(
        fs::read_to_string(folder.path().join("b/all.txt")).unwrap(),
        format!("What was there before.\n{wanted}")
    );
    let asked_for = clean(&["b/all.txt"]);
    assert_eq!(
        (asked_for.status.code(), text(&asked_for.stderr)),
        (Some(1), "unmix: b/all.txt: the output goes to this file\n")
    );
    let same = run(&folder, &["clean", "-o", "b", "b/../b"]);
    assert_eq!(
        (same.status.code(), text(&same.stderr)),
        (
            Some(2),
            "unmix: b: the output would go into the folder that is read; name another\n"
        )
    );
}

#[test]
fn files_are_chosen_by_globs_and_from_lists() {
    let line = |name: &str| format!("The text of {name} is here\n");
    let names = [
        "a.html",
        "b.txt",
        "deep/c.html",
        "deep/old/d.html",
        ".e.html",
        "f g.txt",
    ];
    let contents: Vec<String> = names.iter().map(|name| line(name)).collect();
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .zip(&contents)
        .map(|(name, content)| (*name, content.as_bytes()))
        .collect();
    let folder = folder_with(&files);
    let found = |arguments: &[&str]| {
        let all = [&["clean", "-f", "text", "--input", "text"], arguments].concat();
        let output = run(&folder, &all);
        assert_eq!(text(&output.stderr), "");
        text(&output.stdout).to_owned()
    };
    let lines = |names: &[&str]| names.iter().map(|name| line(name)).collect::<String>();
    assert_eq!(
        found(&["--include", "*.html", "--exclude", "old", "."]),
        lines(&["a.html", "deep/c.html"])
    );
    assert_eq!(
        found(&["--include", "deep/*.html", "--hidden", "."]),
        lines(&["deep/c.html"])
    );
    assert_eq!(
        found(&["--exclude", "*.txt", "--exclude", "deep", "--hidden", "."]),
        lines(&[".e.html", "a.html"])
    );
    fs::write(folder.path().join("list"), "b.txt\r\n\nf g.txt\n").unwrap();
    assert_eq!(
        found(&["--files-from", "list"]),
        lines(&["b.txt", "f g.txt"])
    );
    fs::write(folder.path().join("list0"), "f g.txt\0b.txt\0").unwrap();
    assert_eq!(
        found(&["a.html", "--files-from", "list0"]),
        lines(&["a.html", "f g.txt", "b.txt"])
    );
    let wrong = run(&folder, &["clean", "--include", "a[", "."]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_folder_with_a_batch_is_not_overwritten_unasked() {
    let folder = folder_with(&[
        ("a.txt", MIXED),
        ("b.txt", b"Another English line is here\n"),
        ("out/mine.csv", b"kept"),
    ]);
    assert_eq!(
        run(&folder, &["clean", "-o", "out", "a.txt"]).status.code(),
        Some(0)
    );
    let refused = run(&folder, &["clean", "-o", "out", "b.txt"]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(
        text(&refused.stderr),
        "unmix: out: the folder holds a batch already; --fresh replaces it\n"
    );
    assert_eq!(
        run(&folder, &["clean", "-o", "out", "--fresh", "b.txt"])
            .status
            .code(),
        Some(0)
    );
    assert!(!folder.path().join("out/zh-Hans.jsonl").exists());
    assert!(folder.path().join("out/en.jsonl").exists());
    assert_eq!(
        fs::read(folder.path().join("out/mine.csv")).unwrap(),
        b"kept"
    );
}

#[test]
fn a_path_that_is_not_there_is_named_and_the_rest_comes_out() {
    let folder = folder_with(&[("a.txt", b"An English line is here\n")]);
    let output = run(&folder, &["clean", "-f", "text", "nowhere", "a.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "An English line is here\n");
    assert!(text(&output.stderr).starts_with("unmix: nowhere: cannot open: "));
}

#[test]
fn wrong_usage_is_exit_code_2() {
    for arguments in [
        &["clean", "--no-such-flag"][..],
        &["clean", "--charset", "no-such-charset", "x"],
        &["clean", "-f", "docx", "x"],
        &["clean", "--lang", "!", "x"],
        &["clean", "--input", "csv", "x"],
        &["clean", "--fresh", "x"],
        &["no-such-command"],
        &[],
    ] {
        assert_eq!(
            unmix(arguments).output().unwrap().status.code(),
            Some(2),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = folder_with(&[("a.txt", &b"An English line is here\n".repeat(200_000))]);
    let mut child = unmix(&["clean", "a.txt"])
        .current_dir(&folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[test]
fn output_is_the_same_for_any_number_of_jobs() {
    let mut files = Vec::new();
    for number in 0..40 {
        let lines =
            format!("第{number}个文件在这里\nFile number {number} is here\n").repeat(number + 1);
        files.push((format!("in/{number:02}.txt"), lines.into_bytes()));
    }
    let files: Vec<_> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let folder = folder_with(&files);
    let one = run(&folder, &["clean", "--jobs", "1", "in"]);
    for jobs in ["2", "5"] {
        assert_eq!(
            run(&folder, &["clean", "--jobs", jobs, "in"]).stdout,
            one.stdout
        );
    }
    assert_eq!(
        text(&one.stdout).lines().count(),
        2 * (1..=40).sum::<usize>()
    );
}

#[test]
fn a_large_file_travels_in_parts_and_comes_out_as_one_entry() {
    // So long that it is cut; lines of different lengths.
    let mut input = String::new();
    for number in 0..30_000 {
        input += &format!("This is line number {number} of the file\n一共有{number}行的文字\n");
    }
    let folder = folder_with(&[("large.txt", input.as_bytes())]);
    assert!(input.len() > 1 << 20);
    let output = run(&folder, &["clean", "large.txt"]);
    let bytes = input.as_bytes();
    for (line, number) in text(&output.stdout).lines().zip(1..) {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["segment"], number);
        let range = |at: usize| line["bytes"][at].as_u64().unwrap() as usize;
        assert_eq!(
            line["text"].as_str().unwrap().as_bytes(),
            &bytes[range(0)..range(1)]
        );
    }
    assert_eq!(text(&output.stdout).lines().count(), 60_000);
    let detected = run(&folder, &["detect", "-f", "jsonl", "large.txt"]);
    let record: serde_json::Value = serde_json::from_slice(&detected.stdout).unwrap();
    assert_eq!(record["bytes"], input.len() as u64);
    assert_eq!(record["segments"], 60_000);
    let accounted: u64 = record["accounting"]
        .as_object()
        .unwrap()
        .values()
        .map(|bytes| bytes.as_u64().unwrap())
        .sum();
    assert_eq!(accounted, input.len() as u64);
}

#[test]
fn inspect_prints_a_stage_and_nothing_else() {
    let folder = folder_with(&[("a.txt", "caf\u{65}\u{301} &amp;  more words\n".as_bytes())]);
    let stage = |stage: &str| run(&folder, &["inspect", "--stage", stage, "a.txt"]).stdout;
    assert_eq!(text(&stage("decoded")), "cafe\u{301} &amp;  more words\n");
    assert_eq!(text(&stage("markup")), "cafe\u{301} &  more words\n");
    assert_eq!(text(&stage("repaired")), "café & more words\n");
    assert_eq!(text(&stage("segments")), "café & more words\n");
}

#[test]
fn inspect_writes_a_page_that_escapes_what_it_shows() {
    let folder = folder_with(&[("<a>.txt", "x<y & \"z\" 一行中文在这里\n".as_bytes())]);
    let output = run(&folder, &["inspect", "--html", "<a>.txt"]);
    let page = text(&output.stdout);
    assert!(page.starts_with("<!DOCTYPE html>\n"));
    assert!(page.contains("<title>&lt;a&gt;.txt</title>"));
    assert!(page.contains("x&lt;y &amp;"));
    assert!(page.contains("lang=\"zh-Hans\" title=\"zh-Hans 0."));
}

#[test]
fn inspect_shows_a_member_of_an_archive() {
    let zip = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/seed-zip/input.zip");
    let member = format!("{}!/b/scrape-gbk.txt", zip.display());
    let output = unmix(&["inspect", "--color", "never", &member])
        .output()
        .unwrap();
    assert!(
        text(&output.stdout).contains("charset   gb18030"),
        "{}",
        text(&output.stdout)
    );
    let missing = format!("{}!/nothing", zip.display());
    let output = unmix(&["inspect", &missing]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn help_completions_and_manual_pages_are_there() {
    for arguments in [
        &["--help"][..],
        &["clean", "--help"],
        &["detect", "--help"],
        &["inspect", "--help"],
        &["report", "--help"],
    ] {
        let output = unmix(arguments).output().unwrap();
        assert!(text(&output.stdout).contains("Examples:"), "{arguments:?}");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = unmix(&["completions", shell]).output().unwrap();
        assert!(text(&output.stdout).contains("inspect"), "{shell}");
    }
    let page = unmix(&["man"]).output().unwrap();
    assert!(text(&page.stdout).contains(".TH unmix 1"));
    let folder = TempDir::new().unwrap();
    assert_eq!(run(&folder, &["man", "pages"]).status.code(), Some(0));
    for name in [
        "unmix.1",
        "unmix-clean.1",
        "unmix-detect.1",
        "unmix-inspect.1",
    ] {
        assert!(folder.path().join("pages").join(name).exists(), "{name}");
    }
}

#[test]
fn what_gives_no_text_is_said() {
    let folder = folder_with(&[("a.bin", b"\x7FELF\x02\x01\x01\0\0\0"), ("b/.hidden", b"x")]);
    for (arguments, said) in [
        (
            &["clean", "a.bin"][..],
            "unmix: nothing came out: the entry is binary, not text\n",
        ),
        (&["clean", "b"], "unmix: nothing was found to read\n"),
        (&["clean", "-q", "a.bin"], ""),
    ] {
        let output = run(&folder, arguments);
        assert_eq!(
            (
                text(&output.stdout),
                text(&output.stderr),
                output.status.code()
            ),
            ("", said, Some(0))
        );
    }
}

#[test]
#[cfg(target_os = "linux")]
fn names_of_files_are_decoded_like_those_of_an_archive() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let folder = TempDir::new().unwrap();
    // 文档, 说明, 中文测试 in GBK.
    let place = folder.path().join(OsStr::from_bytes(b"\xCE\xC4\xB5\xB5"));
    fs::create_dir(&place).unwrap();
    for name in [
        &b"\xCB\xB5\xC3\xF7.txt"[..],
        b"\xD6\xD0\xCE\xC4\xB2\xE2\xCA\xD4.txt",
    ] {
        fs::write(place.join(OsStr::from_bytes(name)), "Hello").unwrap();
    }
    let output = run(&folder, &["detect", "-f", "jsonl", "."]);
    for name in ["./文档/说明.txt", "./文档/中文测试.txt"] {
        let wanted = format!("\"entry\":\"{name}\"");
        assert!(
            text(&output.stdout).contains(&wanted),
            "{}",
            text(&output.stdout)
        );
    }
}
