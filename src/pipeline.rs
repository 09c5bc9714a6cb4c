//! The one place that knows the order of the stages.
//!
//! [`Normalizer::observe`] is that order, from bytes to segments; the rest of
//! this file prepares for it, and `assembly` accounts for what it gave.

mod assembly;
mod builder;

use std::{ops::ControlFlow, panic, path::PathBuf};

use crate::{
    batch::batches,
    charset::{self, Clues},
    decode,
    document::{
        Accounting, Charset, Document, Dropped, Embed, Entry, First, Kind, Language, NoteKind,
        Plan, RawBlock, Reason, Segment,
    },
    encoding::Encoding,
    error::{Error, ErrorKind, Result},
    identify::{self, Codes},
    markup,
    offsets::Map,
    parallel,
    repair::{self, Repaired, Variant},
    segment::{self, Policy, Unit},
    sink::Sink,
    source::{Source, Visitor},
};
use assembly::{Assembly, Part};
pub use builder::Builder;

/// Turns entries into documents. Built once, used for any number of entries, from
/// any number of threads.
///
/// ```
/// use unmix::{Entry, Normalizer};
///
/// let normalizer = Normalizer::builder().build();
/// let document = normalizer.normalize(&Entry::new("mail", "邮件模板Dear Tom, thank you so much"));
/// let segments: Vec<_> = document.segments.iter().map(|s| (s.language.as_str(), &*s.text)).collect();
/// assert_eq!(segments, [("zh-Hans", "邮件模板"), ("en", "Dear Tom, thank you so much")]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Normalizer {
    charset: Option<Encoding>,
    markup: markup::Options,
    repair: repair::Options,
    punctuation: bool,
    chinese: Variant,
    policy: Policy,
    identify: identify::Options,
    languages: Vec<Language>,
    codes: Codes,
}

/// What a stage made of an entry, for [`Normalizer::observe`].
#[derive(Debug)]
#[non_exhaustive]
pub enum Stage<'a> {
    /// How the bytes are decoded.
    Planned(&'a Plan),
    /// The text, as decoded.
    Decoded(&'a str),
    /// The blocks that the markup gave.
    Markup(&'a [RawBlock<'a>]),
    /// The same blocks, repaired, in the same order.
    Repaired(&'a [Repaired<'a>]),
}

impl Normalizer {
    /// A builder with the defaults.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Normalises one entry, or one part of one. Never fails: what was imperfect is
    /// in the document's notes.
    pub fn normalize(&self, entry: &Entry) -> Document {
        self.observe(entry, &mut |_| {})
    }

    /// Normalises one entry and shows what each stage made of it on the way.
    pub fn observe(&self, entry: &Entry, observer: &mut dyn FnMut(Stage<'_>)) -> Document {
        let plan = charset::detect(&entry.bytes, &self.clues(entry));
        observer(Stage::Planned(&plan));

        let decoded = decode::decode(&entry.bytes, &plan);
        observer(Stage::Decoded(&decoded.text));

        let kind = self.kind(entry, &decoded.text);
        let parsed = markup::parse(&decoded.text, kind, &self.markup);
        observer(Stage::Markup(&parsed.blocks));

        let blocks = parsed.blocks.iter();
        let repaired: Vec<Repaired<'_>> = repair::repair_all(
            blocks.map(|block| (&*block.text, block.preformatted)),
            &self.repair,
        );
        observer(Stage::Repaired(&repaired));

        let mut spans: Vec<_> = parsed
            .blocks
            .iter()
            .zip(&repaired)
            .map(|(block, clean)| {
                segment::split(&clean.text, &borders_after(block, clean), &self.policy)
            })
            .collect();
        let texts: Vec<&str> = repaired.iter().map(|clean| &*clean.text).collect();
        segment::part_pairs(&texts, &mut spans, &self.policy);

        let page = parsed.language.as_ref().or(entry.hint.language.as_ref());
        let inputs: Vec<_> = parsed
            .blocks
            .iter()
            .zip(&repaired)
            .zip(&spans)
            .map(|((block, clean), spans)| identify::Input {
                text: &clean.text,
                spans,
                hint: block.language.as_ref().or(page),
            })
            .collect();
        let verdicts = identify::identify(&inputs, &self.identify);

        let mut assembly = Assembly::new(entry.part.offset, &decoded, parsed.blocks.len());
        for (index, block) in parsed.blocks.iter().enumerate() {
            let mut joined = segment::join(
                &repaired[index].text,
                &spans[index],
                &verdicts[index],
                &self.policy,
            );
            if self.policy.unit == Unit::Sentence {
                joined = segment::by_sentence(&repaired[index].text, joined);
            }
            let kept = joined.into_iter().map(|(span, verdict)| {
                let text = &repaired[index].text;
                let output = segment::output(text, &span, &self.policy);
                let embeds = output.terms.into_iter().map(|(range, term)| Embed {
                    range,
                    language: self.named(identify::identify_term(&text[term])),
                });
                let keep = self.languages.is_empty()
                    || self
                        .languages
                        .iter()
                        .any(|wanted| verdict.language.matches(wanted));
                let language = verdict.language.clone();
                let mut segment = Segment {
                    text: output.text,
                    language: self.named(verdict.language),
                    script: span.script,
                    confidence: verdict.confidence,
                    bytes: 0..0,
                    block: 0,
                    embeds: embeds.collect(),
                    notes: Vec::new(),
                };
                if self.punctuation {
                    fit_punctuation(&mut segment, &language);
                }
                if let Some(written) = repair::to_variant(&segment.text, &language, self.chinese) {
                    let (language, text, map) = written;
                    segment.language = self.named(language);
                    replace_text(&mut segment, text, &map);
                    segment.notes.push(NoteKind::Substituted);
                }
                Part {
                    range: span.range,
                    keep,
                    left_out: output.left_out,
                    segment,
                }
            });
            assembly.block(block, &repaired[index], kept);
        }
        for Dropped { range, reason } in &parsed.dropped {
            assembly.tile(range.clone(), *reason);
        }
        for remark in &parsed.remarks {
            assembly.remarks.push((remark.range.clone(), remark.kind));
        }
        if entry.part.cut {
            let end = decoded.text.len();
            assembly.remarks.push((
                decoded.text.floor_char_boundary(end.saturating_sub(1))..end,
                NoteKind::Cut,
            ));
        }
        for range in &decoded.undecodable {
            assembly
                .remarks
                .push((range.clone(), NoteKind::Undecodable));
        }
        let mut document = Document {
            entry: entry.name.clone(),
            part: entry.part.clone(),
            fields: entry.hint.fields.clone(),
            segments_before: 0,
            original: Vec::new(),
            bytes: entry.bytes.len() as u64,
            kind,
            charset: charset_of(&plan, entry.part.offset),
            blocks: Vec::new(),
            segments: Vec::new(),
            notes: Vec::new(),
            accounting: Accounting::default(),
        };
        document.accounting.add(Reason::Bom, plan.bom as u64);
        assembly.finish(&mut document);
        document
    }

    /// The language as it is named in what comes out.
    fn named(&self, language: Language) -> Language {
        match self.codes {
            Codes::Bcp47 => language,
            codes => Language::parse(&language.code(codes)).unwrap_or(language),
        }
    }

    /// Normalises all entries on `jobs` threads and gives them to `sink` in the order
    /// of the source, so that the output is the same whatever the number of jobs.
    ///
    /// # Errors
    ///
    /// Only if the sink fails. An entry that cannot be read goes to
    /// [`Sink::failure`], and the others are not affected.
    pub fn run(
        &self,
        entries: impl Iterator<Item = Result<Entry>> + Send,
        jobs: usize,
        sink: &mut dyn Sink,
    ) -> Result<Outcome> {
        let mut pass = Pass::default();
        let mut first = None;
        let entries = entries.map(|entry| self.follow(entry, &mut first));
        let normalize = |entry: Result<Entry>| entry.and_then(|entry| self.guarded(entry));
        parallel::ordered(
            jobs,
            batches(entries),
            |batch| batch.into_iter().map(normalize).collect::<Vec<_>>(),
            |results| {
                let mut results = results.into_iter();
                results.try_for_each(|result| pass.take(result, sink))
            },
        )?;
        sink.finish()?;
        Ok(pass.outcome)
    }

    /// Normalises all entries that `read` shows, one after the other, on this thread and
    /// on no other, and gives them to `sink`: a piece of work for programs whose threads
    /// are their own. The documents are those of [`Normalizer::run`].
    ///
    /// ```
    /// use unmix::{Normalizer, pipeline, sink::{Format, Stream}};
    ///
    /// # fn main() -> unmix::Result<()> {
    /// let format = Format::named("text").expect("text is always there");
    /// let mut out = Vec::new();
    /// let source = pipeline::source([""; 0]);
    /// let outcome = Normalizer::default().visit(
    ///     |visitor| source.visit_bytes("mail", b"Dear Tom, thank you", visitor),
    ///     &mut Stream::new(&mut out, format),
    /// )?;
    /// assert_eq!((outcome.entries, &*out), (1, &b"Dear Tom, thank you\n"[..]));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Only if the sink fails. What cannot be read, and a defect of ours on the way,
    /// goes to [`Sink::failure`].
    pub fn visit(
        &self,
        read: impl FnOnce(Visitor<'_>) -> ControlFlow<()>,
        sink: &mut dyn Sink,
    ) -> Result<Outcome> {
        let mut pass = Pass::default();
        let mut first = None;
        let mut taken = Ok(());
        let mut visitor = |entry| {
            let entry = self.follow(entry, &mut first);
            let result = entry.and_then(|entry| self.guarded(entry));
            taken = pass.take(result, sink);
            match taken {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        };
        let read = panic::catch_unwind(panic::AssertUnwindSafe(|| read(&mut visitor)));
        taken?;
        if read.is_err() {
            pass.take(Err(Error::unmix_failed()), sink)?;
        }
        sink.finish()?;
        Ok(pass.outcome)
    }

    /// How an entry is decoded, and why: what [`Normalizer::normalize`] finds.
    pub fn detect(&self, entry: &Entry) -> Charset {
        let plan = charset::detect(&entry.bytes, &self.clues(entry));
        charset_of(&plan, entry.part.offset)
    }

    /// The entry, with what the first part of it turned out to be if it is a later one;
    /// `first` is kept from one call to the next.
    fn follow(&self, entry: Result<Entry>, first: &mut Option<First>) -> Result<Entry> {
        let mut entry = entry?;
        if entry.part.index == 0 {
            *first = (!entry.part.last).then(|| self.survey(&entry));
        } else {
            entry.part.first = *first;
        }
        Ok(entry)
    }

    /// A defect of ours in one entry must not cost the others.
    fn guarded(&self, entry: Entry) -> Result<Document> {
        match panic::catch_unwind(panic::AssertUnwindSafe(|| self.normalize(&entry))) {
            Ok(mut document) => {
                document.original = entry.bytes;
                Ok(document)
            }
            Err(_) => {
                let message = "unmix failed on this entry; please report it";
                Err(Error::new(ErrorKind::Internal, message)
                    .at(entry.name)
                    .at_byte(entry.part.offset))
            }
        }
    }

    /// What later parts of a large entry have to know of its first.
    pub(crate) fn survey(&self, entry: &Entry) -> First {
        let plan = charset::detect(&entry.bytes, &self.clues(entry));
        let head = &entry.bytes[..entry.bytes.len().min(SURVEY_BYTES)];
        let decoded = decode::decode(
            head,
            &Plan {
                runs: Vec::new(),
                ..plan.clone()
            },
        );
        First {
            encoding: plan.encoding,
            kind: self.kind(entry, &decoded.text),
        }
    }

    fn clues<'a>(&self, entry: &'a Entry) -> Clues<'a> {
        Clues {
            forced: self.charset,
            transport: entry.hint.charset.as_deref(),
            earlier: entry.part.first.map(|first| first.encoding),
            more: !entry.part.last,
        }
    }

    fn kind(&self, entry: &Entry, text: &str) -> Kind {
        self.markup
            .kind
            .or(entry.part.first.map(|first| first.kind))
            .unwrap_or_else(|| markup::sniff(&entry.bytes, text, entry.hint.media_type.as_deref()))
    }
}

/// What [`Normalizer::run`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Entries normalised, at least in part.
    pub entries: u64,
    /// Entries that could not be read, or not to their end.
    pub failures: u64,
    /// Bytes normalised.
    pub bytes: u64,
}

/// Documents on their way to a sink, counted.
#[derive(Default)]
struct Pass {
    outcome: Outcome,
    segments_before: u64,
}

impl Pass {
    fn take(&mut self, result: Result<Document>, sink: &mut dyn Sink) -> Result<()> {
        match result {
            Ok(mut document) => {
                if document.part.index == 0 {
                    self.segments_before = 0;
                    self.outcome.entries += 1;
                }
                document.segments_before = self.segments_before;
                self.segments_before += document.segments.len() as u64;
                self.outcome.bytes += document.bytes;
                sink.document(&document)
            }
            Err(error) => {
                self.outcome.failures += 1;
                sink.failure(&error)
            }
        }
    }
}

impl std::ops::AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.entries += other.entries;
        self.failures += other.failures;
        self.bytes += other.bytes;
    }
}

/// Paths as a source whose archive names are decoded like any other text.
pub fn source(paths: impl IntoIterator<Item = impl Into<PathBuf>>) -> Source {
    Source::new(paths, decode_names, charset_of_sample)
}

/// Decodes the names of an archive together: joined by line ends, they are long
/// enough to tell their encoding, if it is not known.
fn decode_names(names: &[&[u8]], charset: Option<&str>) -> Vec<String> {
    let clues = Clues {
        forced: charset.and_then(Encoding::for_label),
        ..Clues::default()
    };
    let plan = charset::detect(&names.join(&b'\n'), &clues);
    let plan = Plan {
        bom: 0,
        runs: Vec::new(),
        ..plan
    };
    names
        .iter()
        .map(|name| decode::decode(name, &plan).text.into_owned())
        .collect()
}

/// The charset of the beginning of a table.
fn charset_of_sample(sample: &[u8]) -> Option<String> {
    let plan = charset::detect(
        sample,
        &Clues {
            more: true,
            ..Clues::default()
        },
    );
    (!sample.is_ascii()).then(|| plan.encoding.label())
}

/// How much of a first part is decoded to tell what the entry is, in bytes.
const SURVEY_BYTES: usize = 64 * 1024;

/// Gives a segment the punctuation of its language.
fn fit_punctuation(segment: &mut Segment, language: &Language) {
    if let Some((text, map)) = repair::fit_punctuation(&segment.text, language) {
        replace_text(segment, text, &map);
    }
}

/// Gives a segment another text; its terms stay where they are.
fn replace_text(segment: &mut Segment, text: String, map: &Map) {
    for embed in &mut segment.embeds {
        embed.range = map.output(embed.range.start)..map.output(embed.range.end);
    }
    segment.text = text;
}

/// The inline borders of a block, moved to where they are in its clean text.
fn borders_after(block: &RawBlock<'_>, clean: &Repaired<'_>) -> Vec<usize> {
    block
        .borders
        .iter()
        .map(|border| clean.map.output(*border))
        .collect()
}

fn charset_of(plan: &Plan, offset: u64) -> Charset {
    Charset {
        label: plan.encoding.label(),
        why: plan.why,
        confidence: plan.confidence,
        runner_up: plan.runner_up.map(Encoding::label),
        runs: plan
            .runs
            .iter()
            .map(|run| {
                (
                    offset + run.bytes.start as u64..offset + run.bytes.end as u64,
                    run.encoding.label(),
                )
            })
            .collect(),
    }
}
