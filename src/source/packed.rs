//! What formats of a single packed stream share: an unpacker, metered, and the
//! name of what is inside.

use std::{
    io::{BufRead, Read},
    ops::ControlFlow,
    rc::Rc,
};

use super::{Metered, Packed, Reading, Stream};

/// Unpackers that need memory for their window get no more than this, in bytes:
/// what the formats' own tools give them by default at the most.
pub(super) const WINDOW_BYTES: u32 = 128 << 20;

/// Reads what `unpacker` makes of a stream. `endings` are those of packed files'
/// names, each with what its file's name ends in once unpacked.
pub(super) fn read<'s, U: Read + 's>(
    stream: Stream<'s>,
    reading: &mut Reading<'_>,
    endings: &[(&str, &str)],
    unpacker: impl FnOnce(Box<dyn BufRead + 's>) -> std::io::Result<U>,
) -> ControlFlow<()> {
    let packed = Packed::new(stream.bytes);
    let count = Rc::clone(&packed.count);
    let name = super::member(&stream.name, &inner_name(&stream.name, endings));
    match unpacker(Box::new(packed)) {
        Ok(unpacker) => reading.stream(Stream {
            hint: stream.hint,
            ..Stream::new(name, Metered::new(unpacker, count, &reading.source.limits))
        }),
        Err(error) => reading.failed(&stream.name, "cannot be unpacked", error),
    }
}

/// Whether an unpacker makes anything of the beginning of a stream. Of one that is
/// cut here it gives an error only after what it could unpack.
pub(super) fn can_begin(start: &[u8], unpacker: impl Fn(&[u8]) -> Box<dyn Read + '_>) -> bool {
    let mut first = [0];
    !start.is_empty() && matches!(unpacker(start).read(&mut first), Ok(1..))
}

/// `news.txt` for `news.txt.gz`, `news.tar` for `news.tgz`.
fn inner_name(name: &str, endings: &[(&str, &str)]) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    if let Some((stem, ending)) = file.rsplit_once('.')
        && let Some((_, inner)) = endings
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(ending))
        && !stem.is_empty()
    {
        return format!("{stem}{inner}");
    }
    "content".to_owned()
}

#[cfg(test)]
mod tests {
    use super::inner_name;

    #[test]
    fn the_name_inside_is_the_name_without_its_ending() {
        let endings = [("gz", ""), ("tgz", ".tar")];
        assert_eq!(inner_name("a/news.txt.gz", &endings), "news.txt");
        assert_eq!(inner_name("a/news.TGZ", &endings), "news.tar");
        assert_eq!(inner_name("a/.gz", &endings), "content");
        assert_eq!(inner_name("-", &endings), "content");
    }
}
