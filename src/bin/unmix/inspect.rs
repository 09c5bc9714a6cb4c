//! `unmix inspect`: one entry as every stage saw it.

use std::{
    collections::BTreeMap,
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use anyhow::{Result, bail};
use unmix::{
    Document, Entry, Language, Normalizer, document::Reason, pipeline::Stage, repair::Repaired,
};

use crate::{
    Exit,
    args::{InspectArgs, StageArg},
    page, report,
};

pub(crate) fn run(args: &InspectArgs) -> Result<Exit> {
    let normalizer = args.normalizer();
    let mut view = View {
        writer: BufWriter::new(io::stdout().lock()),
        stage: args.stage,
        colors: args.colors(),
    };
    let mut parts = Vec::new();
    let wanted = args.path.to_string_lossy().into_owned();
    // A member is asked for by the name that unmix gives it, unless such a file exists.
    let container = match wanted.split_once("!/") {
        Some((container, _)) if !args.path.exists() => PathBuf::from(container),
        _ => args.path.clone(),
    };
    let inside = container != args.path;
    let mut shown: Option<String> = None;
    let mut members = 0;
    for found in args.source(container)?.entries() {
        let entry = match found {
            Ok(entry) => entry,
            Err(error) if !inside || error.entry() == Some(&wanted) => return Err(error.into()),
            Err(_) => continue,
        };
        if inside && entry.name != wanted {
            continue;
        }
        if entry.part.index == 0 {
            members += 1;
        }
        if shown.get_or_insert_with(|| entry.name.clone()) == &entry.name {
            if args.html {
                let mut document = normalizer.normalize(&entry);
                document.original = entry.bytes;
                parts.push(document);
            } else {
                view.show(&normalizer, &entry)?;
            }
        }
    }
    page::write(&mut view.writer, &parts)?;
    view.writer.flush()?;
    match shown {
        None => bail!("{wanted}: nothing to inspect: there is no such entry"),
        Some(name) if members > 1 => {
            report::error(&format!(
                "this is the first of {members} entries, {name}; give a name such as this to see another"
            ));
        }
        Some(_) => {}
    }
    Ok(Exit::Done)
}

struct View<W: Write> {
    writer: W,
    stage: Option<StageArg>,
    colors: bool,
}

impl<W: Write> View<W> {
    fn show(&mut self, normalizer: &Normalizer, entry: &Entry) -> Result<()> {
        let wanted = self.stage;
        let mut text = String::new();
        let mut blocks = 0;
        let mut before: Vec<String> = Vec::new();
        let mut repairs = Vec::new();
        let document = normalizer.observe(entry, &mut |stage| match (stage, wanted) {
            (Stage::Decoded(decoded), Some(StageArg::Decoded)) => text.push_str(decoded),
            (Stage::Markup(found), wanted) => {
                blocks = found.len();
                if wanted.is_none() {
                    before.extend(found.iter().map(|block| block.text.to_string()));
                }
                if wanted == Some(StageArg::Markup) {
                    found.iter().for_each(|block| line(&mut text, &block.text));
                }
            }
            (Stage::Repaired(found), None) => {
                for (block, was) in found.iter().zip(&before) {
                    changes(block, was, &mut repairs);
                }
            }
            (Stage::Repaired(found), Some(StageArg::Repaired)) => {
                found.iter().for_each(|block| line(&mut text, &block.text));
            }
            _ => {}
        });
        match wanted {
            None => self.overview(&document, blocks, &repairs)?,
            Some(StageArg::Segments) => {
                document
                    .segments
                    .iter()
                    .for_each(|segment| line(&mut text, &segment.text));
                self.writer.write_all(text.as_bytes())?;
            }
            Some(_) => self.writer.write_all(text.as_bytes())?,
        }
        Ok(())
    }

    fn overview(&mut self, document: &Document, blocks: usize, repairs: &[String]) -> Result<()> {
        let charset = &document.charset;
        let writer = &mut self.writer;
        if document.part.index == 0 {
            writeln!(writer, "entry     {}", document.entry)?;
        }
        if !document.part.is_whole() {
            writeln!(
                writer,
                "part      {} (from byte {})",
                document.part.index + 1,
                document.part.offset
            )?;
        }
        writeln!(
            writer,
            "kind      {}, {} bytes",
            document.kind.as_str(),
            document.bytes
        )?;
        write!(
            writer,
            "charset   {} ({}, {:.2})",
            charset.label,
            charset.why.as_str(),
            charset.confidence
        )?;
        if let Some(second) = &charset.runner_up {
            write!(writer, ", then {second}")?;
        }
        writeln!(writer)?;
        for (bytes, label) in &charset.runs {
            writeln!(writer, "          {}..{} {label}", bytes.start, bytes.end)?;
        }
        let accounting: Vec<_> = document
            .accounting
            .0
            .iter()
            .map(|(reason, bytes)| format!("{} {bytes}", Reason::as_str(*reason)))
            .collect();
        writeln!(writer, "bytes     {}", accounting.join(", "))?;
        writeln!(writer, "blocks    {blocks}")?;
        writeln!(writer, "segments  {}", document.segments.len())?;
        for note in &document.notes {
            writeln!(
                writer,
                "note      {} at {}..{}",
                note.kind.as_str(),
                note.bytes.start,
                note.bytes.end
            )?;
        }
        for repair in repairs {
            writeln!(writer, "repair    {repair}")?;
        }
        writeln!(writer)?;

        let mut palette = Palette::default();
        for segment in &document.segments {
            let block = &document.blocks[segment.block];
            let (on, off) = match self.colors {
                true => (palette.color(&segment.language), "\x1B[0m"),
                false => (String::new(), ""),
            };
            write!(
                self.writer,
                "{on}{:<8}{off} {:.2}  {:>8}..{:<8} {}",
                segment.language.as_str(),
                segment.confidence,
                segment.bytes.start,
                segment.bytes.end,
                block.kind.as_str(),
            )?;
            if let Some(via) = &block.via {
                write!(self.writer, " via {via}")?;
            }
            if let Some(boilerplate) = block.boilerplate {
                write!(self.writer, " ({})", boilerplate.as_str())?;
            }
            for note in &segment.notes {
                write!(self.writer, " [{}]", note.as_str())?;
            }
            writeln!(
                self.writer,
                "\n         {on}{}{off}",
                visible(&segment.text)
            )?;
            for embed in &segment.embeds {
                let term = visible(&segment.text[embed.range.clone()]);
                writeln!(self.writer, "         embeds {term} ({})", embed.language)?;
            }
        }
        Ok(())
    }
}

/// What repair changed in a block: kind, before and after.
fn changes(block: &Repaired<'_>, was: &str, repairs: &mut Vec<String>) {
    for remark in &block.remarks {
        let range = block.map.output(remark.range.start)..block.map.output(remark.range.end);
        let (Some(before), Some(after)) = (was.get(remark.range.clone()), block.text.get(range))
        else {
            continue;
        };
        let kind = remark.kind.as_str();
        repairs.push(format!("{kind}: {} → {}", visible(before), visible(after)));
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// Text that cannot play tricks on a terminal.
fn visible(text: &str) -> String {
    text.chars()
        .map(|character| {
            if character.is_control() {
                '\u{FFFD}'
            } else {
                character
            }
        })
        .collect()
}

/// A colour for each language, in the order of their appearance.
#[derive(Default)]
struct Palette(BTreeMap<String, usize>);

impl Palette {
    /// ANSI foreground colours that can be read on light and on dark.
    const COLORS: [u8; 6] = [36, 33, 35, 32, 34, 31];

    fn color(&mut self, language: &Language) -> String {
        let next = self.0.len();
        let index = *self.0.entry(language.to_string()).or_insert(next);
        format!("\x1B[{}m", Self::COLORS[index % Self::COLORS.len()])
    }
}
