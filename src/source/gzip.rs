//! gzip (RFC 1952), all members of a file. Everything that a member gave before damage in it
//! comes out.

use std::io::{self, BufRead, Read};

use flate2::{Crc, bufread::DeflateDecoder};

use super::{Format, packed};

pub(super) const FORMAT: Format = Format {
    matches: |looked| looked.head.starts_with(&[0x1F, 0x8B, 8]),
    read: |stream, reading| {
        packed::read(stream, reading, &[("gz", ""), ("tgz", ".tar")], |input| {
            Ok(Members::new(input))
        })
    },
};

/// Reads member after member.
pub(super) struct Members<R> {
    body: DeflateDecoder<R>,
    place: Place,
    /// Of what the present member gave.
    crc: Crc,
    /// What stopped the unpacker right behind what was read last.
    error: Option<io::Error>,
}

/// Where a reader of members is.
enum Place {
    Header,
    Body,
    End,
}

impl<R: BufRead> Members<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            body: DeflateDecoder::new(input),
            place: Place::Header,
            crc: Crc::new(),
            error: None,
        }
    }

    /// Compares what stands behind a member with what it gave.
    fn trailer(&mut self) -> io::Result<()> {
        let input = self.body.get_mut();
        let [crc, length] = [read_number(input)?, read_number(input)?];
        if crc != self.crc.sum() || length != self.crc.amount() {
            self.place = Place::End;
            return Err(mismatch());
        }
        if input.fill_buf()?.is_empty() {
            self.place = Place::End;
        } else {
            self.place = Place::Header;
            self.body.reset_data();
            self.crc.reset();
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match self.place {
                Place::Header => {
                    header(self.body.get_mut())?;
                    self.place = Place::Body;
                }
                Place::Body => {
                    let before = self.body.total_out();
                    let read = self.body.read(buffer);
                    let written = (self.body.total_out() - before) as usize;
                    match read {
                        Ok(0) => self.trailer()?,
                        Ok(_) => {
                            self.crc.update(&buffer[..written]);
                            return Ok(written);
                        }
                        Err(error) if written > 0 => {
                            self.error = Some(error);
                            return Ok(written);
                        }
                        Err(error) => return Err(error),
                    }
                }
                Place::End => return Ok(0),
            }
        }
    }
}

// Bits of the flags of a member (RFC 1952, 2.3.1): what its header has.
const CHECKSUM: u8 = 1 << 1;
const EXTRA: u8 = 1 << 2;
const NAME: u8 = 1 << 3;
const COMMENT: u8 = 1 << 4;
const RESERVED: u8 = 0b1110_0000;

/// A name or a comment is no longer than this, in bytes.
const TEXT_BYTES: u64 = 1 << 16;

/// Reads the header of a member.
fn header(input: &mut impl BufRead) -> io::Result<()> {
    let mut start = [0; 10];
    fill(input, &mut start)?;
    let flags = start[3];
    if !start.starts_with(&[0x1F, 0x8B, 8]) || flags & RESERVED != 0 {
        return Err(invalid("invalid gzip header"));
    }
    let mut header = start.to_vec();
    if flags & EXTRA != 0 {
        let mut length = [0; 2];
        fill(input, &mut length)?;
        header.extend_from_slice(&length);
        let end = header.len() + usize::from(u16::from_le_bytes(length));
        let begin = header.len();
        header.resize(end, 0);
        fill(input, &mut header[begin..])?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let length = input.take(TEXT_BYTES).read_until(0, &mut header)?;
            if header.last() != Some(&0) {
                return Err(match length as u64 {
                    TEXT_BYTES => invalid("gzip header field too long"),
                    _ => cut(),
                });
            }
        }
    }
    if flags & CHECKSUM != 0 {
        let mut checksum = [0; 2];
        fill(input, &mut checksum)?;
        let mut crc = Crc::new();
        crc.update(&header);
        if u16::from_le_bytes(checksum) != crc.sum() as u16 {
            return Err(mismatch());
        }
    }
    Ok(())
}

fn read_number(input: &mut impl BufRead) -> io::Result<u32> {
    let mut bytes = [0; 4];
    fill(input, &mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

/// Reads as many bytes as there is room for.
fn fill(input: &mut impl BufRead, room: &mut [u8]) -> io::Result<()> {
    match input.read_exact(room) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(cut()),
        read => read,
    }
}

fn cut() -> io::Error {
    io::ErrorKind::UnexpectedEof.into()
}

fn mismatch() -> io::Error {
    invalid("corrupt gzip stream does not have a matching checksum")
}

fn invalid(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, GzBuilder};

    use super::*;

    fn member(text: &[u8]) -> Vec<u8> {
        let builder = GzBuilder::new().filename("a").comment("b").extra("cd");
        let mut packer = builder.write(Vec::new(), Compression::default());
        packer.write_all(text).expect("memory can be written");
        packer.finish().expect("memory can be written")
    }

    fn unpacked(file: &[u8]) -> (Vec<u8>, Option<String>) {
        let mut bytes = Vec::new();
        let read = Members::new(file).read_to_end(&mut bytes);
        (bytes, read.err().map(|error| error.to_string()))
    }

    #[test]
    fn members_are_read_one_after_the_other() {
        let file = [member(b"one "), member(b""), member(b"other")].concat();
        assert_eq!(unpacked(&file), (b"one other".to_vec(), None));
        let (bytes, error) = unpacked(&[&file[..], b"\x1F\x8B"].concat());
        assert_eq!(bytes, b"one other");
        assert!(error.is_some());
    }

    #[test]
    fn what_comes_before_damage_comes_out() {
        let text: Vec<u8> = (0..200_000_u32)
            .flat_map(|n| n.wrapping_mul(n).to_le_bytes())
            .collect();
        let mut file = member(&text);
        let place = file.len() / 2;
        let cut = unpacked(&file[..place]).0;
        assert!(cut.len() > text.len() / 4 && text.starts_with(&cut));
        // A block of a kind that does not exist, or other bytes.
        file[place..place + 8].fill(0xFF);
        let (bytes, error) = unpacked(&file);
        assert!(bytes.len() >= cut.len() && error.is_some());
        let mut file = member(b"text");
        let last = file.len() - 1;
        file[last] ^= 1;
        let (bytes, error) = unpacked(&file);
        assert_eq!(bytes, b"text");
        assert!(error.is_some_and(|error| error.contains("checksum")));
    }
}
