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
    let said = String::from_utf8(output.stderr).unwrap();
    // Nothing but what the batch came to.
    let told = said.lines().filter(|line| line.starts_with("unmix: "));
    assert_eq!((output.status.code(), told.count()), (Some(0), 1), "{said}");
    let mut found = files(&folder.path().join("out"));
    let page = found.remove("report.html").unwrap();
    assert!(page.starts_with(b"<!DOCTYPE html>\n") && page.ends_with(b"</html>\n"));
    found
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
            "",
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
fn every_format_carries_the_other_fields_of_a_record() {
    let folder = TempDir::new().unwrap();
    let record = "{\"id\":7,\"from\":\"a & b\",\"text\":\"An English line is here\"}\n";
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(folder.path().join("in/a.jsonl"), record).unwrap();
    let fields = "{\"id\":7,\"from\":\"a & b\"}";
    let in_xml =
        "<notes><note category=\"fields\">{\"id\":7,\"from\":\"a &amp; b\"}</note></notes>";
    for (format, file, expected) in [
        ("jsonl", "en.jsonl", format!("\"fields\":{fields}")),
        (
            "tsv",
            "en.tsv",
            format!("\t{fields}\tAn English line is here\n"),
        ),
        ("text", "en.tsv", format!("\t{fields}\n")),
        (
            "xliff",
            "en.xlf",
            format!(" xml:space=\"preserve\">\n{in_xml}\n<unit "),
        ),
    ] {
        let found = batch(&folder, &["-f", format]);
        let text = std::str::from_utf8(&found[file]).unwrap();
        assert!(text.contains(&expected), "{format}: {text}");
        let entries = std::str::from_utf8(&found["entries.jsonl"]).unwrap();
        assert!(
            entries.contains(&format!("\"fields\":{fields}")),
            "{entries}"
        );
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
fn xliff_has_a_document_a_language_a_file_an_entry_and_a_unit_a_segment() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(
        folder.path().join("in/a&\"b\".txt"),
        "Is 1 < 2?\nAn English line is here\n",
    )
    .unwrap();
    fs::write(
        folder.path().join("in/c.html"),
        "<p title='The title of it all'>The paragraph\u{FFFE} with a & in it",
    )
    .unwrap();
    let found = batch(
        &folder,
        &["-f", "xlf", "--form", "none", "--unit", "sentence"],
    );
    let expected = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.1\" srcLang=\"en\">
<file id=\"e1\" original=\"in/a&amp;&quot;b&quot;.txt\" xml:space=\"preserve\">
<unit id=\"u1\" name=\"in/a&amp;&quot;b&quot;.txt#1\" type=\"unmix:line\"><notes>";
    let text = std::str::from_utf8(&found["en.xlf"]).unwrap();
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("<segment id=\"s1\"><source>Is 1 &lt; 2?</source></segment></unit>\n"));
    assert!(text.contains("\n</file>\n<file id=\"e2\" original=\"in/c.html\""));
    assert!(text.contains("<note category=\"attribute\">title</note>"));
    assert!(text.ends_with("</unit>\n</file>\n</xliff>\n"));
    // Each shard is a document of its own.
    let cut = batch(&folder, &["-f", "xliff", "--shard-size", "1"]);
    for (name, bytes) in cut {
        let text = std::str::from_utf8(&bytes).unwrap();
        let whole = text.starts_with("<?xml") && text.ends_with("</unit>\n</file>\n</xliff>\n");
        assert!(name == "entries.jsonl" || whole, "{name}: {text}");
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_has_the_fields_of_the_json_lines() {
    use parquet::{
        file::reader::{FileReader, SerializedFileReader},
        record::Field,
    };
    use serde_json::Value;

    fn json(field: &Field) -> Value {
        match field {
            Field::Null => Value::Null,
            Field::Str(text) => text.as_str().into(),
            Field::Long(number) => (*number).into(),
            Field::Double(number) => (*number).into(),
            Field::ListInternal(list) => list.elements().iter().map(json).collect(),
            Field::Group(row) => row
                .get_column_iter()
                .map(|(name, field)| (name.clone(), json(field)))
                .collect(),
            other => panic!("{other}"),
        }
    }
    /// With the language of each term, known or not.
    fn with_language(value: &Value) -> Value {
        match value {
            Value::Array(values) => values.iter().map(with_language).collect(),
            Value::Object(fields) => {
                let mut fields = fields.clone();
                fields.entry("lang").or_insert(Value::Null);
                fields.into()
            }
            value => value.clone(),
        }
    }

    let folder = generated(40);
    fs::write(
        folder.path().join("in/embeds.html"),
        "<p title='iPhone 15 Pro 的价格很高'>今天 iPhone 15 Pro 的价格在 Taobao 上很高。<p>&#20320;好 \u{1}吗",
    )
    .unwrap();
    let jsonl = batch(&folder, &[]);
    let parquet = batch(&folder, &["-f", "parquet"]);
    let names: Vec<_> = parquet
        .keys()
        .map(|name| name.replace(".parquet", ".jsonl"))
        .collect();
    assert!(names.iter().eq(jsonl.keys()), "{names:?}");
    let mut embeds = 0;
    for (name, lines) in jsonl.iter().filter(|(name, _)| *name != "entries.jsonl") {
        let file = bytes::Bytes::from(parquet[&name.replace(".jsonl", ".parquet")].clone());
        let reader = SerializedFileReader::new(file).unwrap();
        let rows: Vec<_> = reader
            .get_row_iter(None)
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let lines: Vec<serde_json::Value> = std::str::from_utf8(lines)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(rows.len(), lines.len(), "{name}");
        for (row, line) in rows.iter().zip(lines) {
            embeds += line["embeds"].as_array().unwrap().len();
            for (field, value) in row.get_column_iter() {
                assert_eq!(json(value), with_language(&line[field]), "{field}");
            }
        }
    }
    assert!(embeds >= 3, "{embeds}");
}

#[test]
fn duplicates_are_left_out_and_counted() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    let line = "All rights to this text are reserved by the people who wrote it in the year";
    for (name, text) in [
        (
            "a.txt",
            format!("{line} 2020.\nAnother English line is here\n"),
        ),
        ("b.txt", format!("{line} 2020.\n")),
        (
            "c.txt",
            format!("{line} 2021!\nThe last line of them all\n"),
        ),
    ] {
        fs::write(folder.path().join("in").join(name), text).unwrap();
    }
    for (which, segments, left_out) in [("exact", 4, [0, 1, 0]), ("near", 3, [0, 1, 1])] {
        let arguments = [
            "clean", "--fresh", "-f", "text", "--dedup", which, "-o", "out", "in",
        ];
        let output = run(&folder, &arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        let count: u64 = left_out.iter().sum();
        let plural = if count == 1 { "" } else { "s" };
        assert!(
            said.contains(&format!(", {count} duplicate segment{plural} left out")),
            "{said}"
        );
        let found = files(&folder.path().join("out"));
        assert_eq!(
            found["en.txt"]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count(),
            segments
        );
        let records = std::str::from_utf8(&found["entries.jsonl"]).unwrap();
        for (record, left_out) in records.lines().zip(left_out) {
            let record: serde_json::Value = serde_json::from_str(record).unwrap();
            assert_eq!(
                record["notes"]["duplicate"].as_u64().unwrap_or_default(),
                left_out
            );
            let kept = record["kept"]["en"].as_u64().unwrap_or_default();
            assert_eq!(record["segments"], kept + left_out);
        }
    }
}

#[test]
fn a_report_shows_what_it_was_given_and_runs_none_of_it() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    let evil =
        "</script><script>alert(1)</script><img src=x onerror=alert(2)>\" onfocus=\"alert(3)";
    let name = format!("in/{}.txt", evil.replace('/', "\u{2215}"));
    let lines = format!("这里有一行中文，后面是英文。\nAn English line, and {evil}\n");
    fs::write(folder.path().join(name), lines).unwrap();
    fs::write(folder.path().join("in/--><!--.zip"), b"PK\x03\x04 no zip").unwrap();
    let arguments = [
        "clean",
        "--input",
        "text",
        "--keep-escapes",
        "-o",
        "out",
        "in",
        "<gone>",
    ];
    assert_eq!(run(&folder, &arguments).status.code(), Some(1));
    let page = fs::read_to_string(folder.path().join("out/report.html")).unwrap();
    assert_eq!(page.matches("<script").count(), 2, "{page}");
    assert_eq!(page.matches("</script").count(), 2);
    assert_eq!(page.matches("<img").count(), 0);
    assert!(
        page.contains("script-src 'sha256-")
            && !page.contains("http://")
            && !page.contains("https://")
    );
    // It is made of the list alone.
    let again = run(&folder, &["report", "-o", "-", "out"]);
    assert_eq!(String::from_utf8(again.stdout).unwrap(), page);
    assert_eq!(run(&folder, &["report", "out"]).status.code(), Some(0));
    assert_eq!(
        fs::read_to_string(folder.path().join("out/report.html")).unwrap(),
        page
    );
    let nothing = run(&folder, &["report", "in"]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(
        String::from_utf8(nothing.stderr)
            .unwrap()
            .contains("no finished batch is there")
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
        &["clean", "-f", "xliff", "in"],
        &[
            "clean",
            "-f",
            "parquet",
            "-o",
            "out",
            "--compress",
            "gzip",
            "in",
        ],
        &["clean", "--dedup", "near", "in"],
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
    let folder = generated(150);
    let mut gone_on = 0;
    for (jobs, options) in [
        ("1", &[][..]),
        ("2", &["--compress", "zstd", "--shard-size", "20kB"]),
        (
            "2",
            &["-f", "text", "--compress", "gzip", "--dedup", "near"],
        ),
        ("2", &["-f", "parquet", "--shard-size", "50kB"]),
    ] {
        let killed = Batch {
            binary: Path::new(BINARY),
            input: &folder.path().join("in"),
            options,
        }
        .kill(folder.path(), jobs, 4, 20_261_123);
        assert_eq!(killed.different, [""; 0], "{jobs} jobs, {options:?}");
        assert!(killed.kills >= 4, "{killed:?}");
        gone_on += killed.gone_on;
    }
    assert!(gone_on >= 3, "{gone_on} runs went on");
}
