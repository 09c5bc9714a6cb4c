//! What goes wrong around a run: a disk that is full, files that change under it,
//! Ctrl-C, input that asks for more memory than there is.

#![cfg(unix)]
#![allow(clippy::unwrap_used)] // In a test, a failed step is a failed test.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::Write,
    os::unix::fs::symlink,
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

#[path = "common/files.rs"]
mod listing;

use listing::files;

const BINARY: &str = env!("CARGO_BIN_EXE_unmix");

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(BINARY)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder `in` with so many files of lines in two languages.
fn generated(count: usize, lines: usize) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    for file in 0..count {
        fs::write(
            folder.path().join(format!("in/{file:04}.txt")),
            text(file, lines),
        )
        .unwrap();
    }
    folder
}

fn text(file: usize, lines: usize) -> String {
    (0..lines)
        .map(|line| match line % 2 {
            0 => format!("This is line {line} of the file {file}, and it is in English.\n"),
            _ => format!("这是第{file}个文件的第{line}行，写的是中文。\n"),
        })
        .collect()
}

/// The entries of a batch: name and status.
fn entries(list: &[u8]) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    std::str::from_utf8(list)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|entry| (text(&entry["entry"]), text(&entry["status"])))
        .collect()
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_device_is_told_of_in_one_line() {
    let folder = generated(2, 10);
    let output = Command::new(BINARY)
        .args(["clean", "in"])
        .current_dir(&folder)
        .stdout(File::create("/dev/full").unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        said(&output),
        "unmix: cannot write the output: No space left on device (os error 28)\n"
    );
}

#[test]
fn a_batch_whose_disk_was_full_goes_on_when_there_is_space() {
    let folder = generated(40, 40);
    let peace = run(folder.path(), &["clean", "-o", "whole", "in"]);
    assert_eq!(peace.status.code(), Some(0), "{}", said(&peace));
    // A limit on the size of files does as well as a full disk: writing fails.
    let full = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 100; exec \"$0\" \"$@\""])
        .args([BINARY, "clean", "--settle", "0", "-o", "out", "in"])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert_eq!(full.status.code(), Some(1), "{}", said(&full));
    let message = said(&full);
    assert!(
        message.starts_with("unmix: broken off (the same command goes on from here): out/")
            && message.contains("cannot write")
            && message.lines().count() == 1,
        "{message}"
    );
    let again = run(
        folder.path(),
        &["clean", "--settle", "0", "-o", "out", "in"],
    );
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    assert!(
        said(&again).starts_with("unmix: going on after "),
        "{}",
        said(&again)
    );
    assert_eq!(
        files(&folder.path().join("out")),
        files(&folder.path().join("whole"))
    );
}

#[test]
fn a_batch_that_is_interrupted_stops_and_goes_on() {
    let folder = generated(40, 40);
    let arguments = ["clean", "--settle", "0", "-o", "out", "in", "-"];
    let start = |output: &str| {
        Command::new(BINARY)
            .args(arguments.map(|one| if one == "out" { output } else { one }))
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let feed = |mut run: Child| {
        let mut input = run.stdin.take().unwrap();
        input.write_all(text(1000, 10).as_bytes()).unwrap();
        drop(input);
        run.wait_with_output().unwrap()
    };
    let peace = feed(start("whole"));
    assert_eq!(peace.status.code(), Some(0), "{}", said(&peace));

    // Standard input keeps the batch waiting behind the other files.
    let run = start("out");
    let begun = Instant::now();
    while !folder.path().join("out/batch.checkpoint").exists() {
        assert!(begun.elapsed() < Duration::from_secs(60));
        thread::sleep(Duration::from_millis(5));
    }
    let sent = Command::new("kill")
        .args(["-INT", &run.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
    // A thread of its own takes the signal: on a busy machine it gets its turn only now.
    thread::sleep(Duration::from_secs(1));
    let output = feed(run);
    assert_eq!(output.status.code(), Some(130), "{}", said(&output));
    assert_eq!(
        said(&output),
        "unmix: broken off (the same command goes on from here): interrupted\n"
    );

    let again = feed(start("out"));
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    assert!(said(&again).starts_with("unmix: going on after "));
    assert_eq!(
        files(&folder.path().join("out")),
        files(&folder.path().join("whole"))
    );
}

#[test]
fn files_that_change_under_a_batch_cost_at_most_themselves() {
    let folder = generated(120, 200);
    let place = folder.path().join("in");
    let done = AtomicBool::new(false);
    let output = thread::scope(|scope| {
        scope.spawn(|| {
            // From the last to the first, so that most are changed before they are read.
            let mut round = 0;
            while !done.load(Ordering::Relaxed) {
                for file in (1..120).rev() {
                    let path = place.join(format!("{file:04}.txt"));
                    let changed = match (file + round) % 4 {
                        0 => OpenOptions::new()
                            .append(true)
                            .create(true)
                            .open(&path)
                            .and_then(|mut file| file.write_all(text(round, 50).as_bytes())),
                        1 => OpenOptions::new()
                            .write(true)
                            .open(&path)
                            .and_then(|file| file.set_len(100)),
                        2 => fs::remove_file(&path),
                        _ => fs::remove_file(&path).and_then(|()| fs::create_dir(&path)),
                    };
                    // What is gone already cannot be changed.
                    drop(changed);
                }
                round += 1;
            }
        });
        let output = run(folder.path(), &["clean", "-o", "out", "in"]);
        done.store(true, Ordering::Relaxed);
        output
    });
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{}",
        said(&output)
    );
    let found = files(&folder.path().join("out"));
    let entries = entries(&found["entries.jsonl"]);
    // The one that nobody touched is there and whole, and so is its text.
    assert_eq!(entries[0], ("in/0000.txt".to_owned(), "ok".to_owned()));
    let english = std::str::from_utf8(&found["en.jsonl"]).unwrap();
    let lines = english
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|line| line["entry"] == "in/0000.txt");
    assert_eq!(lines.count(), 100);
    let names: BTreeSet<&str> = entries.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names.len(), entries.len(), "no entry is there twice");
    assert!(
        entries
            .iter()
            .all(|(_, status)| status == "ok" || status == "failed")
    );
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_comes_out() {
    let folder = generated(3, 4);
    let place = folder.path().join("in");
    symlink("nowhere", folder.path().join("dangling")).unwrap();
    symlink("0000.txt", place.join("link.txt")).unwrap();
    let output = run(
        folder.path(),
        &["clean", "-o", "out", "dangling", "gone.txt", "in"],
    );
    assert_eq!(output.status.code(), Some(1));
    let found = files(&folder.path().join("out"));
    let statuses = entries(&found["entries.jsonl"]);
    let status = |name: &str| {
        let known = statuses.iter().find(|(known, _)| known == name);
        known.map(|(_, status)| &**status)
    };
    assert_eq!(status("gone.txt"), Some("failed"));
    assert_eq!(status("dangling"), Some("failed"));
    for name in ["in/0000.txt", "in/0001.txt", "in/0002.txt"] {
        assert_eq!(status(name), Some("ok"), "{name}");
    }
    assert_eq!(
        status("in/link.txt"),
        None,
        "links in folders are not followed"
    );
}

/// The most memory that a run with two jobs takes, in KiB: what the README says.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 512 << 10;

#[test]
#[cfg(target_os = "linux")]
fn memory_stays_under_its_bound() {
    let folder = TempDir::new().unwrap();
    let place = |name: &str| folder.path().join(name);
    fs::write(place("tags.html"), "<p>a".repeat(1 << 20)).unwrap();
    let lines = serde_json::json!({"text": "a\n".repeat(1 << 20)});
    fs::write(place("lines.jsonl"), format!("{lines}\n")).unwrap();
    let text = "一行很长的文本，没有尽头。A line without an end. ".repeat(200_000);
    let long = serde_json::json!({ "text": text });
    fs::write(place("long.jsonl"), format!("{long}\n{long}\n")).unwrap();
    for name in ["tags.html", "lines.jsonl", "long.jsonl"] {
        let mut run = Command::new(BINARY)
            .args(["clean", "--jobs", "2", name])
            .current_dir(&folder)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let status = format!("/proc/{}/status", run.id());
        let mut peak = 0;
        while run.try_wait().unwrap().is_none() {
            let lines = fs::read_to_string(&status).unwrap_or_default();
            let line = lines.lines().find(|line| line.starts_with("VmHWM:"));
            let known = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
            peak = peak.max(known.unwrap_or(0));
            thread::sleep(Duration::from_millis(5));
        }
        assert!(run.wait().unwrap().success(), "{name}");
        assert!((1..MEMORY).contains(&peak), "{name}: {peak} KiB");
    }
}
