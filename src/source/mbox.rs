//! mbox: messages one after another, each behind a line that begins with `From `
//! (RFC 4155 and its older cousins).

use std::ops::ControlFlow;

use super::{Format, Looked, Reading, Stream, http, mail};

pub(super) const FORMAT: Format = Format {
    matches: |Looked { head, .. }| {
        let line = head.iter().position(|byte| *byte == b'\n');
        line.is_some_and(|end| {
            is_separator(&head[..end]) && mail::begins_with_fields(&head[end + 1..], 0)
        })
    },
    read,
};

/// A line longer than this, in bytes, is read in pieces.
const LINE_BYTES: usize = 64 << 10;

/// `From `, a sender, and a date, of which the time of day is looked for.
fn is_separator(line: &[u8]) -> bool {
    line.strip_prefix(b"From ").is_some_and(|rest| {
        rest.windows(4).any(|part| {
            matches!(part, [a, b':', b, c]
                if a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_digit())
        })
    })
}

fn read(stream: Stream<'_>, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let container = stream.name;
    let mut input = stream.bytes;
    let limit = reading.source.limits.record;
    let mut message = Message::default();
    let mut count = 0_u64;
    let mut after_empty = true;
    loop {
        let line = match http::line(&mut input, LINE_BYTES) {
            Ok(line) => line,
            Err(error) => {
                message.give(&container, count, limit, reading)?;
                return reading.failed(&container, "cannot be read to its end", error);
            }
        };
        if line.is_empty() {
            return message.give(&container, count, limit, reading);
        }
        if after_empty && is_separator(&line) {
            message.give(&container, count, limit, reading)?;
            message = Message::default();
            count += 1;
            if count > reading.source.limits.entries {
                return reading.error(super::too_many(&container, reading.source.limits.entries));
            }
            after_empty = false;
            continue;
        }
        after_empty = matches!(line.as_slice(), b"\n" | b"\r\n");
        // Lines like a separator were given a `>` more.
        let quotes = line.iter().take_while(|byte| **byte == b'>').count();
        let escaped = quotes > 0 && line[quotes..].starts_with(b"From ");
        message.add(&line[usize::from(escaped)..], limit);
    }
}

#[derive(Default)]
struct Message {
    bytes: Vec<u8>,
    too_long: bool,
}

impl Message {
    fn add(&mut self, line: &[u8], limit: u64) {
        if self.too_long || (self.bytes.len() + line.len()) as u64 > limit {
            self.too_long = true;
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(line);
        }
    }

    fn give(
        &self,
        container: &str,
        number: u64,
        limit: u64,
        reading: &mut Reading<'_>,
    ) -> ControlFlow<()> {
        let name = super::member(container, &number.to_string());
        if self.too_long {
            reading.error(super::too_long("the message", limit).at(name))
        } else if self.bytes.is_empty() {
            ControlFlow::Continue(())
        } else {
            mail::message(&name, &self.bytes, reading)
        }
    }
}
