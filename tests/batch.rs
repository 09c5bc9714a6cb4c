//! What a batch leaves in its folder: formats, compression, shards; and that a batch
//! which was killed ends as if it had not been.

#![allow(clippy::unwrap_used)] // In a test, a failed step is a failed test.

use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

#[path = "common/kill.rs"]
mod kill;

use kill::{Batch, files};

const BINARY: &str = env!("CARGO_BIN_EXE_unmix");

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    Command::new(BINARY)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

/// Runs a batch over the folder `in`; its files.
fn batch(folder: &TempDir, options: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let output = run(
        folder,
        &[&["clean", "--fresh", "-o", "out", "in"], options].concat(),
    );
    assert_eq!(
        (
            output.status.code(),
            output.stderr.split(|byte| *byte == b'\n').count()
        ),
        (Some(0), 2),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    files(&folder.path().join("out"))
}

/// Files with several languages in each, some longer than others.
fn generated(count: usize) -> TempDir {
    let folder = TempDir::new().unwrap();
    let lines = [
        "This is an English line of the file, and it is number",
        "这是文件里的一行中文，行号是",
        "Dies ist eine deutsche Zeile der Datei, und sie hat die Nummer",
        "これはファイルの日本語の行です。番号は",
        "Это русская строка этого файла, и её номер",
    ];
    fs::create_dir(folder.path().join("in")).unwrap();
    for file in 0..count {
        let mut text = String::new();
        for line in 0..(file * 7919) % 97 {
            text += &format!("{} {file}.{line}\n", lines[(file + line / 3) % lines.len()]);
        }
        fs::write(folder.path().join(format!("in/{file:04}.txt")), text).unwrap();
    }
    folder
}

#[test]
fn text_has_a_table_beside_it_line_by_line() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(
        folder.path().join("in/a\tb.html"),
        "<p>Two lines<pre>An English line\nAnother English line</pre><p>一行中文在这里",
    )
    .unwrap();
    let found = batch(&folder, &["-f", "text"]);
    let text = |name: &str| std::str::from_utf8(&found[name]).unwrap();
    let names: Vec<_> = found.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "en.tsv",
            "en.txt",
            "entries.jsonl",
            "zh-Hans.tsv",
            "zh-Hans.txt"
        ]
    );
    assert_eq!(text("zh-Hans.txt"), "一行中文在这里\n");
    assert_eq!(
        text("zh-Hans.tsv").split('\t').skip(1).collect::<Vec<_>>(),
        [
            "in/a\\tb.html",
            "4",
            "62",
            "83",
            "paragraph",
            "",
            "utf-8",
            "\n"
        ]
    );
    assert_eq!(
        text("en.txt").lines().count(),
        text("en.tsv").lines().count()
    );
    assert_eq!(
        text("en.txt"),
        "Two lines\nAn English line\nAnother English line\n"
    );
    for (line, number) in text("en.tsv").lines().zip(1..) {
        assert_eq!(line.split('\t').nth(2), Some(&*number.to_string()));
    }
}

#[test]
fn compressed_files_hold_the_same_in_one_member_or_frame() {
    let folder = generated(60);
    for format in ["jsonl", "text", "tsv"] {
        let plain = batch(&folder, &["-f", format]);
        let gzip = batch(&folder, &["-f", format, "--compress", "gzip"]);
        let zstd = batch(&folder, &["-f", format, "--compress", "zstd"]);
        assert!(plain.len() > 5 && gzip.len() == plain.len() && zstd.len() == plain.len());
        for (name, bytes) in plain {
            if name == "entries.jsonl" {
                assert!(gzip[&name] == bytes && zstd[&name] == bytes);
                continue;
            }
            let mut unpacked = Vec::new();
            flate2::read::GzDecoder::new(&*gzip[&format!("{name}.gz")])
                .read_to_end(&mut unpacked)
                .unwrap();
            assert!(unpacked == bytes, "{name}.gz");
            unpacked.clear();
            zstd::Decoder::new(&*zstd[&format!("{name}.zst")])
                .unwrap()
                .single_frame()
                .read_to_end(&mut unpacked)
                .unwrap();
            assert!(unpacked == bytes, "{name}.zst");
        }
    }
}

#[test]
fn shards_joined_are_the_file_they_are_of() {
    let folder = generated(60);
    let whole = batch(&folder, &["-f", "text"]);
    let cut = batch(&folder, &["-f", "text", "--shard-size", "2kB"]);
    assert!(cut.len() > 2 * whole.len());
    assert!(cut.contains_key("en-00001.txt") && cut.contains_key("en-00002.tsv"));
    for (name, bytes) in whole {
        let (stem, extension) = name.split_once('.').unwrap();
        let shards = cut.iter().filter(|(name, _)| {
            name.starts_with(&format!("{stem}-0")) && name.ends_with(extension)
        });
        let mut joined = Vec::new();
        for (name, shard) in shards {
            assert!(extension != "txt" || shard.len() < 2200, "{name}");
            joined.extend_from_slice(shard);
        }
        assert!(name == "entries.jsonl" || joined == bytes, "{name}");
    }
    // What is replaced leaves nothing behind.
    assert!(
        !batch(&folder, &["-f", "jsonl"])
            .keys()
            .any(|name| name.contains("-0"))
    );
}

#[test]
fn a_size_that_means_nothing_and_packing_without_a_folder_are_wrong_usage() {
    let folder = generated(1);
    for arguments in [
        &["clean", "-o", "out", "--shard-size", "some", "in"][..],
        &["clean", "--compress", "zstd", "in"],
        &["clean", "--shard-size", "1MB", "in"],
        &["clean", "-o", "out", "--compress", "rar", "in"],
    ] {
        assert_eq!(
            run(&folder, arguments).status.code(),
            Some(2),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_batch_that_is_killed_goes_on_to_the_same_bytes() {
    let folder = generated(400);
    for (jobs, options) in [
        ("1", &[][..]),
        ("2", &["--compress", "zstd", "--shard-size", "20kB"]),
        ("2", &["-f", "text", "--compress", "gzip"]),
    ] {
        let killed = Batch {
            binary: Path::new(BINARY),
            input: &folder.path().join("in"),
            options,
        }
        .kill(folder.path(), jobs, 6, 20_261_123);
        assert_eq!(killed.different, [""; 0], "{jobs} jobs, {options:?}");
        assert!(killed.kills >= 6 && killed.gone_on >= 1, "{killed:?}");
    }
}
