//! How far the work is: a line at the bottom of the terminal, or one every ten
//! seconds in a log.

use std::{
    io::{IsTerminal, Write, stderr},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use indicatif::{HumanDuration, ProgressBar, ProgressStyle};
use unmix::{
    Document, Error,
    document::Kind,
    sink::{
        Sink,
        entries::{Entries, Status},
    },
    source::Source,
};

use crate::{args::WorkArgs, interrupt, report};

/// Work that is done before this is not reported on.
const SOON: Duration = Duration::from_millis(500);
/// How often a line goes into a log.
const LOG: Duration = Duration::from_secs(10);
/// How often the line on a terminal changes.
const TERMINAL: Duration = Duration::from_millis(100);

/// A sink that names each failure on standard error as it happens, and tells how
/// far the work is.
pub(crate) struct Reported<'s> {
    sink: &'s mut dyn Sink,
    progress: Option<Progress>,
    /// Where each entry is told of.
    entries: Option<Entries>,
    /// Segments given to the sink, and entries that are binary.
    pub(crate) segments: u64,
    pub(crate) binary: u64,
}

struct Progress {
    begun: Instant,
    told: Instant,
    /// The line on a terminal, once there is one.
    bar: Option<ProgressBar>,
    terminal: bool,
    /// Bytes read of files, of all there are.
    read: Arc<AtomicU64>,
    all: u64,
    entries: u64,
    failures: u64,
    bytes: u64,
}

impl<'s> Reported<'s> {
    /// Tells how far the work on `source` is where anyone looks at it: `apart` if the output does not go to the same terminal.
    pub(crate) fn new(
        sink: &'s mut dyn Sink,
        source: &Source,
        work: &WorkArgs,
        apart: bool,
    ) -> Self {
        let terminal = stderr().is_terminal() && apart;
        let progress = (!work.quiet && (terminal || work.progress)).then(|| Progress {
            begun: Instant::now(),
            told: Instant::now(),
            bar: None,
            terminal,
            read: source.read(),
            all: source.size(),
            entries: 0,
            failures: 0,
            bytes: 0,
        });
        Self {
            sink,
            progress,
            entries: work.verbose.then(Entries::default),
            segments: 0,
            binary: 0,
        }
    }
}

impl Reported<'_> {
    /// Prints a line above the one that tells how far the work is.
    fn print(&self, line: &str) {
        let bar = self.progress.as_ref().and_then(|it| it.bar.as_ref());
        let print = || report::error(line);
        match bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

impl Progress {
    fn tell(&mut self, entry: &str) {
        let wait = match (&self.bar, self.terminal) {
            (None, true) => SOON,
            (Some(_), true) => TERMINAL,
            (_, false) => LOG,
        };
        if self.told.elapsed() < wait {
            return;
        }
        self.told = Instant::now();
        let line = self.line();
        if self.terminal {
            let bar = self.bar.get_or_insert_with(|| {
                let bar = ProgressBar::new(self.all);
                // The template is our own, and it is a good one.
                if let Ok(style) = ProgressStyle::with_template("{bar:24} {wide_msg}") {
                    bar.set_style(style);
                }
                bar
            });
            let entry: String = entry.chars().rev().take(40).collect();
            let entry: String = entry.chars().rev().collect();
            bar.set_position(self.read.load(Ordering::Relaxed));
            bar.set_message(format!("{line}  {}", entry.escape_debug()));
        } else {
            let _ = writeln!(stderr(), "unmix: {line}");
        }
    }

    fn line(&self) -> String {
        let seconds = self.begun.elapsed().as_secs_f64();
        let read = self.read.load(Ordering::Relaxed);
        let megabytes = self.bytes as f64 / 1e6;
        let mut line = format!(
            "{} entries, {megabytes:.0} MB, {:.1} MB/s",
            self.entries,
            megabytes / seconds
        );
        if self.all > 0 && read > 0 {
            let share = (read as f64 / self.all as f64).min(1.0);
            let left = Duration::from_secs_f64(seconds * (1.0 - share) / share);
            line += &format!(", {:.0} %, {:#} left", share * 100.0, HumanDuration(left));
        }
        if self.failures > 0 {
            line += &format!(", {} failed", self.failures);
        }
        line
    }
}

impl Sink for Reported<'_> {
    fn document(&mut self, document: &Document) -> unmix::Result<()> {
        interrupt::check()?;
        self.segments += document.segments.len() as u64;
        self.binary += u64::from(document.part.index == 0 && document.kind == Kind::Binary);
        if let Some(progress) = &mut self.progress {
            progress.entries += u64::from(document.part.index == 0);
            progress.bytes += document.bytes;
            progress.tell(&document.entry);
        }
        let entries = self.entries.as_mut();
        if let Some(record) = entries.and_then(|entries| entries.document(document)) {
            self.print(&report::entry(&record));
        }
        self.sink.document(document)
    }

    fn failure(&mut self, failure: &Error) -> unmix::Result<()> {
        interrupt::check()?;
        if let Some(progress) = &mut self.progress {
            progress.failures += 1;
        }
        self.print(&failure.to_string());
        let record = self
            .entries
            .as_mut()
            .map(|entries| entries.failure(failure));
        if let Some(record) = record.filter(|record| record.status == Status::Partial) {
            self.print(&report::entry(&record));
        }
        self.sink.failure(failure)
    }

    fn finish(&mut self) -> unmix::Result<()> {
        if let Some(bar) = self.progress.as_ref().and_then(|it| it.bar.as_ref()) {
            bar.finish_and_clear();
        }
        self.sink.finish()
    }
}
