//! `unmix detect`: kind, charset and languages of each entry.

use std::io::{self, BufWriter, IsTerminal, Write};

use anyhow::Result;
use unmix::{
    Document, Error,
    sink::{
        Sink,
        entries::{Entries, Record},
    },
};

use crate::{
    Exit,
    args::{DetectArgs, DetectFormat},
    progress::Reported,
    report,
};

pub(crate) fn run(args: &DetectArgs) -> Result<Exit> {
    let stdout = io::stdout();
    let format = args.format.unwrap_or(if stdout.is_terminal() {
        DetectFormat::Table
    } else {
        DetectFormat::Tsv
    });
    let mut sink = Answers {
        writer: BufWriter::new(stdout.lock()),
        format,
        entries: Entries::default(),
    };
    let source = args.source()?;
    sink.header()?;
    let mut sink = Reported::new(&mut sink, &source, &args.work, !stdout.is_terminal());
    let outcome = args
        .normalizer()
        .run(source.entries(), args.work.jobs(), &mut sink)?;
    Ok(Exit::after(outcome.failures))
}

/// Writes a line an entry.
struct Answers<W: Write> {
    writer: W,
    format: DetectFormat,
    entries: Entries,
}

impl<W: Write> Answers<W> {
    fn header(&mut self) -> io::Result<()> {
        match self.format {
            DetectFormat::Table => {
                writeln!(
                    self.writer,
                    "charset       why       sure  kind    languages                       entry"
                )
            }
            DetectFormat::Tsv => {
                writeln!(
                    self.writer,
                    "charset\twhy\tconfidence\tkind\tlanguages\tentry"
                )
            }
            DetectFormat::Jsonl => Ok(()),
        }
    }

    fn record(&mut self, record: &Record) -> io::Result<()> {
        if let DetectFormat::Jsonl = self.format {
            serde_json::to_writer(&mut self.writer, record)?;
            return writeln!(self.writer);
        }
        let (label, why, confidence) = match &record.charset {
            Some(charset) => (
                &*charset.label,
                charset.why,
                format!("{:.2}", charset.confidence),
            ),
            None => ("-", "-", "-".to_owned()),
        };
        let kind = record.kind.unwrap_or("failed");
        let languages = report::languages(record);
        let entry = record.entry.escape_debug();
        match self.format {
            DetectFormat::Table => writeln!(
                self.writer,
                "{label:<12}  {why:<8}  {confidence:>4}  {kind:<6}  {languages:<30}  {entry}",
            ),
            _ => writeln!(
                self.writer,
                "{label}\t{why}\t{confidence}\t{kind}\t{languages}\t{entry}"
            ),
        }
    }
}

impl<W: Write> Sink for Answers<W> {
    fn document(&mut self, document: &Document) -> unmix::Result<()> {
        match self.entries.document(document) {
            Some(record) => self.record(&record).map_err(cannot_write),
            None => Ok(()),
        }
    }

    fn failure(&mut self, error: &Error) -> unmix::Result<()> {
        let record = self.entries.failure(error);
        self.record(&record).map_err(cannot_write)
    }

    fn finish(&mut self) -> unmix::Result<()> {
        self.writer.flush().map_err(cannot_write)
    }
}

fn cannot_write(error: io::Error) -> Error {
    Error::io("cannot write the output", error)
}
