//! What archives can do to whoever opens them: bombs, lies, damage, names that are
//! paths. The error names what is wrong, and everything good around it comes out.

use std::{
    fmt,
    io::{Cursor, Write},
    ops::ControlFlow,
};

use flate2::{Compression, write::GzEncoder};
use unmix::{pipeline, source::Limits};
use zip::{ZipWriter, write::SimpleFileOptions};

/// Entries, each with its bytes, and errors, as the source gives them.
#[derive(Default)]
struct Found {
    entries: Vec<(String, Vec<u8>)>,
    errors: Vec<String>,
    /// Bytes of all entries, of which only the first kilobytes of each are kept.
    bytes: u64,
}

fn read(name: &str, bytes: &[u8]) -> Found {
    read_within(name, bytes, Limits::default())
}

fn read_within(name: &str, bytes: &[u8], limits: Limits) -> Found {
    let source = pipeline::source(Vec::<String>::new()).limits(limits);
    let mut found = Found::default();
    let _ = source.visit_bytes(name, bytes, &mut |item| {
        match item {
            Ok(entry) => {
                found.bytes += entry.bytes.len() as u64;
                if entry.part.index == 0 {
                    let kept = &entry.bytes[..entry.bytes.len().min(4096)];
                    found.entries.push((entry.name, kept.to_vec()));
                }
            }
            Err(error) => found.errors.push(error.to_string()),
        }
        ControlFlow::Continue(())
    });
    found
}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?}, {} bytes, {:?}",
            self.names(),
            self.bytes,
            self.errors
        )
    }
}

impl Found {
    fn names(&self) -> Vec<&str> {
        self.entries.iter().map(|(name, _)| name.as_str()).collect()
    }

    fn has(&self, name: &str, bytes: &[u8]) -> bool {
        self.entries.contains(&(name.to_owned(), bytes.to_vec()))
    }

    fn error(&self, part: &str) -> bool {
        self.errors.iter().any(|error| error.contains(part))
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).expect("memory can be written");
    packer.finish().expect("memory can be written")
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        packer
            .start_file(*name, SimpleFileOptions::default())
            .expect("the name is short");
        packer.write_all(bytes).expect("memory can be written");
    }
    packer.finish().expect("memory can be written").into_inner()
}

/// A header of tar for a member of so many bytes.
fn tar_header(name: &str, size: u64) -> tar::Header {
    let mut header = tar::Header::new_ustar();
    header.set_path(name).expect("the name is short");
    header.set_size(size);
    header.set_cksum();
    header
}

/// A member of tar with its padding.
fn tar_member(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = tar_header(name, bytes.len() as u64).as_bytes().to_vec();
    out.extend_from_slice(bytes);
    out.resize(out.len().next_multiple_of(512), 0);
    out
}

#[test]
fn ten_gigabytes_of_zeros_in_a_gzip_are_refused() {
    // Members one after the other, as `cat` would join them.
    let member = gzip(&vec![0; 64 << 20]);
    let bomb = member.repeat(160);
    let found = read("zeros.gz", &bomb);
    assert!(found.error("it unpacks to more than"), "{:?}", found.errors);
    assert!(found.error("--max-ratio"), "{:?}", found.errors);
    assert!(found.bytes <= 80 << 20, "{} bytes came out", found.bytes);
}

/// A bomb after Fifield's construction ("A better zip bomb", 2019): the members'
/// headers are quoted one by the next, and all of them unpack the same kernel.
fn overlapping_zip(members: usize, kernel: usize) -> Vec<u8> {
    // The kernel as the last member, then in front of it headers that quote
    // everything behind them with a stored block of Deflate.
    let mut packed = Vec::new();
    let mut packer = flate2::write::DeflateEncoder::new(&mut packed, Compression::best());
    packer
        .write_all(&vec![b'a'; kernel])
        .expect("memory can be written");
    packer.finish().expect("memory can be written");
    let mut unpacked = vec![b'a'; kernel];
    let mut bodies: Vec<(Vec<u8>, u32, u32)> = Vec::new();
    let mut file = Vec::new();
    for index in (0..members).rev() {
        if index + 1 < members {
            let quoted = local_header(index + 1, &bodies[bodies.len() - 1]);
            let mut body = vec![0];
            let length = u16::try_from(quoted.len()).expect("a header is short");
            body.extend_from_slice(&length.to_le_bytes());
            body.extend_from_slice(&(!length).to_le_bytes());
            body.extend_from_slice(&quoted);
            body.extend_from_slice(&bodies[bodies.len() - 1].0);
            packed = body;
            let mut content = quoted;
            content.append(&mut unpacked);
            unpacked = content;
        }
        let mut sum = flate2::Crc::new();
        sum.update(&unpacked);
        let length = u32::try_from(unpacked.len()).expect("the bomb is small");
        bodies.push((packed.clone(), sum.sum(), length));
    }
    let offsets: Vec<u32> = {
        // The first member stands at 0; each next one begins inside it.
        let first = local_header(0, &bodies[bodies.len() - 1]);
        file.extend_from_slice(&first);
        file.extend_from_slice(&bodies[bodies.len() - 1].0);
        let mut at = 0;
        (0..members)
            .map(|index| {
                let offset = at;
                let body = &bodies[bodies.len() - 1 - index];
                // Its header, then the five bytes of the stored block.
                at += u32::try_from(local_header(index, body).len()).expect("it is short") + 5;
                offset
            })
            .collect()
    };
    let start = file.len();
    for (index, offset) in offsets.iter().enumerate() {
        let body = &bodies[bodies.len() - 1 - index];
        let local = local_header(index, body);
        file.extend_from_slice(b"PK\x01\x02\x14\0");
        file.extend_from_slice(&local[4..30]);
        // No comment, first disk, no attributes.
        file.extend_from_slice(&[0; 10]);
        file.extend_from_slice(&offset.to_le_bytes());
        file.extend_from_slice(&local[30..]);
    }
    let size = u32::try_from(file.len() - start).expect("the bomb is small");
    let count = u16::try_from(members).expect("they are few");
    file.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    file.extend_from_slice(&count.to_le_bytes());
    file.extend_from_slice(&count.to_le_bytes());
    file.extend_from_slice(&size.to_le_bytes());
    file.extend_from_slice(
        &u32::try_from(start)
            .expect("the bomb is small")
            .to_le_bytes(),
    );
    file.extend_from_slice(&[0, 0]);
    file
}

fn local_header(index: usize, (packed, sum, length): &(Vec<u8>, u32, u32)) -> Vec<u8> {
    let name = format!("{index:04}");
    let mut header = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0".to_vec();
    header.extend_from_slice(&sum.to_le_bytes());
    header.extend_from_slice(
        &u32::try_from(packed.len())
            .expect("the bomb is small")
            .to_le_bytes(),
    );
    header.extend_from_slice(&length.to_le_bytes());
    header.extend_from_slice(&4_u16.to_le_bytes());
    header.extend_from_slice(&0_u16.to_le_bytes());
    header.extend_from_slice(name.as_bytes());
    header
}

#[test]
fn members_that_share_their_bytes_are_left_out() {
    let bomb = overlapping_zip(20, 100_000);
    let found = read("bomb.zip", &bomb);
    let shared = |error: &&String| error.contains("the member shares its bytes");
    assert_eq!(found.errors.iter().filter(shared).count(), 19, "{found:?}");
    // The first member holds all the others, as bytes.
    assert!(found.bytes < 200_000, "{found:?}");
}

#[test]
fn a_zip_of_zips_of_zeros_is_refused_at_its_core() {
    let mut bomb = zip(&[("zeros", &vec![0; 100 << 20])]);
    for _ in 0..3 {
        let good: (&str, &[u8]) = ("good.txt", b"good");
        bomb = zip(&[good, ("inner.zip", &bomb)]);
    }
    let found = read("a.zip", &bomb);
    assert!(found.error("a.zip!/inner.zip!/inner.zip!/inner.zip!/zeros"));
    assert!(found.error("--max-ratio"));
    assert!(found.has("a.zip!/inner.zip!/inner.zip!/good.txt", b"good"));
}

#[test]
fn endless_nesting_ends() {
    let mut bytes = b"core".to_vec();
    for _ in 0..20 {
        bytes = gzip(&bytes);
    }
    let found = read("a.gz", &bytes);
    assert!(found.entries.is_empty());
    assert_eq!(found.errors.len(), 1);
    assert!(
        found.error("nested more than 8 deep; --max-depth"),
        "{:?}",
        found.errors
    );
    let limits = Limits {
        depth: 20,
        ..Limits::default()
    };
    assert_eq!(read_within("a.gz", &bytes, limits).entries[0].1, b"core");
}

#[test]
fn too_many_members_are_refused_by_number() {
    let limits = || Limits {
        entries: 1000,
        ..Limits::default()
    };
    let empty = tar_member("a", b"");
    let found = read_within("a.tar", &empty.repeat(5000), limits());
    assert_eq!(found.entries.len(), 1000);
    assert_eq!(found.errors.len(), 1);
    assert!(found.error("a.tar: it has more than 1000 members; --max-entries"));
    let names: Vec<String> = (0..1500).map(|index| index.to_string()).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let found = read_within("a.zip", &zip(&members), limits());
    assert!(found.entries.is_empty());
    assert!(found.error("--max-entries"));
}

#[test]
fn sizes_that_lie_cost_only_their_member() {
    let mut archive = zip(&[("one", &[b'x'; 3000]), ("two", b"second")]);
    // The directory says that the first member is one byte long.
    let directory = archive
        .windows(4)
        .position(|part| part == b"PK\x01\x02")
        .expect("it has a directory");
    archive[directory + 24..directory + 28].copy_from_slice(&1_u32.to_le_bytes());
    let found = read("a.zip", &archive);
    assert!(found.has("a.zip!/two", b"second"), "{found:?}");
    assert!(found.bytes < 10_000);
}

#[test]
fn a_wrong_checksum_is_told_of_after_the_text() {
    let mut archive = zip(&[("one", b"the text of the first"), ("two", b"second")]);
    for start in [&b"PK\x03\x04"[..], b"PK\x01\x02"] {
        let at = archive
            .windows(4)
            .position(|part| part == start)
            .expect("it has headers");
        let sum = at + if start[2] == 3 { 14 } else { 16 };
        archive[sum] ^= 0xFF;
    }
    let found = read("a.zip", &archive);
    assert!(
        found.has("a.zip!/one", b"the text of the first"),
        "{found:?}"
    );
    assert!(
        found.error("a.zip!/one: cannot be read to its end"),
        "{found:?}"
    );
    assert!(found.has("a.zip!/two", b"second"));
}

#[test]
fn a_zip_that_was_cut_gives_what_came_before() {
    let random: Vec<u8> = (0..5000_u32)
        .map(|index| (index.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let whole = zip(&[
        ("\u{8AAA}\u{660E}.txt", b"first"),
        ("two.txt", b"second"),
        ("three", &random),
    ]);
    let found = read("a.zip", &whole[..whole.len() / 2]);
    assert!(
        found.has("a.zip!/\u{8AAA}\u{660E}.txt", b"first"),
        "{found:?}"
    );
    assert!(found.has("a.zip!/two.txt", b"second"));
    assert!(found.error("a.zip: the zip archive is damaged"));
}

#[test]
fn a_zip_in_an_archive_that_was_cut_gives_what_came_before() {
    let inner = zip(&[("one.txt", b"first"), ("two.txt", b"second")]);
    let archive = tar_member("inner.zip", &inner);
    let cut = 512 + inner.len() - 30;
    let found = read("a.tar", &archive[..cut]);
    assert!(
        found.has("a.tar!/inner.zip!/one.txt", b"first"),
        "{found:?}"
    );
    assert!(
        found.has("a.tar!/inner.zip!/two.txt", b"second"),
        "{found:?}"
    );
    assert!(
        found.error("a.tar!/inner.zip: cannot be read to its end"),
        "{found:?}"
    );
    let packed = gzip(&archive);
    let found = read("a.tar.gz", &packed[..packed.len() - 40]);
    assert!(
        found.error("a.tar.gz!/a.tar!/inner.zip: cannot be read to its end"),
        "{found:?}"
    );
    assert!(
        found.has("a.tar.gz!/a.tar!/inner.zip!/one.txt", b"first"),
        "{found:?}"
    );
}

#[test]
fn a_tar_goes_on_after_a_damaged_header() {
    let mut negative = tar_header("negative", 0);
    let ustar = negative.as_ustar_mut().expect("it is ustar");
    ustar.size.copy_from_slice(&[0xFF; 12]);
    negative.set_cksum();
    let mut letters = tar_header("letters", 0);
    let ustar = letters.as_ustar_mut().expect("it is ustar");
    ustar.size.copy_from_slice(b"not a number");
    letters.set_cksum();
    for header in [negative, letters] {
        let mut archive = tar_member("before.txt", b"before");
        archive.extend_from_slice(header.as_bytes());
        archive.extend_from_slice(&tar_member("after.txt", b"after"));
        archive.extend_from_slice(&[0; 1024]);
        let found = read("a.tar", &archive);
        assert!(found.has("a.tar!/before.txt", b"before"), "{found:?}");
        assert!(found.has("a.tar!/after.txt", b"after"), "{found:?}");
        assert!(
            found.error("a.tar: the tar archive is damaged"),
            "{found:?}"
        );
    }
}

#[test]
fn a_tar_that_was_cut_gives_what_came_before() {
    let mut archive = tar_member("one", b"first");
    archive.extend_from_slice(&tar_member("two", &[b'x'; 2000]));
    let found = read("a.tar", &archive[..archive.len() - 1500]);
    assert!(found.has("a.tar!/one", b"first"));
    assert!(
        found.error("a.tar!/two: cannot be read to its end"),
        "{found:?}"
    );
}

#[test]
fn a_hole_in_a_tar_is_no_way_around_the_limit() {
    let mut header = tar::Header::new_gnu();
    header.set_path("sparse").expect("the name is short");
    header.set_entry_type(tar::EntryType::GNUSparse);
    header.set_size(512);
    let gnu = header.as_gnu_mut().expect("it is GNU");
    // One piece of data at the end of eight gigabytes of nothing.
    gnu.realsize.copy_from_slice(b"100000001000");
    gnu.sparse[0].offset.copy_from_slice(b"100000000000");
    gnu.sparse[0].numbytes.copy_from_slice(b"000000001000");
    header.set_cksum();
    let mut archive = header.as_bytes().to_vec();
    archive.extend_from_slice(&[b'x'; 512]);
    archive.extend_from_slice(&tar_member("after", b"after"));
    let found = read("a.tar", &archive);
    assert!(
        found.error("a.tar!/sparse: cannot be read to its end"),
        "{found:?}"
    );
    assert!(found.bytes <= 80 << 20, "{} bytes came out", found.bytes);
}

#[test]
fn a_record_that_is_too_long_is_passed_over() {
    let limits = || Limits {
        record: 100,
        ..Limits::default()
    };
    let long = "x".repeat(200);
    let lines = format!("{{\"text\":\"{long}\"}}\n{{\"text\":\"short\"}}\n");
    let found = read_within("a.jsonl", lines.as_bytes(), limits());
    assert!(found.has("a.jsonl!/2", b"short"), "{found:?}");
    assert!(found.error("a.jsonl!/1: the line is longer than 100 bytes; --max-record"));
    let mail = |text: &str| {
        format!("From a@b Mon Mar  4 10:00:00 2024\nSubject: s\nFrom: a\nTo: b\n\n{text}\n\n")
    };
    let mbox = mail(&long) + &mail("short");
    let found = read_within("a.mbox", mbox.as_bytes(), limits());
    assert!(found.has("a.mbox!/2!/1.txt", b"short\n\n"), "{found:?}");
    assert!(
        found.error("a.mbox!/1: the message is longer than 100 bytes"),
        "{found:?}"
    );
}

#[test]
fn a_seven_zip_that_is_damaged_or_cut_is_told_of() {
    let whole = include_bytes!("cases/seven-zip/input.7z");
    for length in 6..whole.len() {
        let found = read("a.7z", &whole[..length]);
        assert_eq!(found.errors.len(), 1, "cut at {length}: {found:?}");
    }
    for at in 32..whole.len() {
        let mut damaged = whole.to_vec();
        damaged[at] ^= 0x55;
        let found = read("a.7z", &damaged);
        assert!(
            !found.errors.is_empty() || found.entries.len() == 2,
            "at {at}: {found:?}"
        );
    }
}

#[test]
fn documents_that_are_damaged_anywhere_do_no_harm() {
    let cases: [(&str, &[u8]); 5] = [
        ("a.parquet", include_bytes!("cases/parquet/input.parquet")),
        ("a.docx", include_bytes!("cases/office-odt/input.odt")),
        ("a.epub", include_bytes!("cases/epub/input.epub")),
        ("a.eml", include_bytes!("cases/mail/input.eml")),
        ("a.mbox", include_bytes!("cases/mbox/input.mbox")),
    ];
    for (name, bytes) in cases {
        for at in (0..bytes.len()).step_by(13) {
            let mut damaged = bytes.to_vec();
            damaged[at] ^= 0x80 | (at % 128) as u8;
            let _ = read(name, &damaged);
            let _ = read(name, &bytes[..at]);
        }
    }
}
