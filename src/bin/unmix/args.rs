//! The arguments, and the library objects they ask for.

use std::{
    fs::File,
    io::{self, IsTerminal, Read},
    num::NonZeroUsize,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context, Result};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use unmix::{
    Normalizer,
    options::{Input, Languages, Repair, Text},
    source::Source,
};

use crate::Usage;

mod output;

use output::OutputArgs;

/// Turns bytes that nobody vouches for into clean UTF-8, one language per segment.
///
/// Scraped pages, text files of unknown charset, folders, archives: unmix finds the
/// encoding, takes text out of broken markup, separates languages even where they
/// are glued together, and tells of every segment which bytes it came from.
#[derive(Parser)]
#[command(name = "unmix", version, propagate_version = true, after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  unmix clean page.html                   segments of a page, as JSON Lines
  unmix clean -f text --lang zh page.html only the Chinese text, a line each
  unmix clean -o OUT scrapes/ old.zip     a batch: one file per language in OUT
  curl -s URL | unmix clean               standard input
  unmix detect *.txt                      charset and languages of each file
  unmix inspect page.html                 what every stage made of a page
  unmix report OUT                        a page about a batch";

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Clean text out of files, folders, archives or standard input
    #[command(after_help = CLEAN_EXAMPLES)]
    Clean(CleanArgs),
    /// Tell the kind, charset and languages of each entry
    #[command(after_help = DETECT_EXAMPLES)]
    Detect(DetectArgs),
    /// Show one entry as every stage sees it
    #[command(after_help = INSPECT_EXAMPLES)]
    Inspect(InspectArgs),
    /// Write an HTML page about a batch: languages, charsets, repairs, problems, samples
    #[command(after_help = REPORT_EXAMPLES)]
    Report(ReportArgs),
    /// Print a completion script for a shell
    #[command(after_help = COMPLETION_EXAMPLES)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write all manual pages into a folder
    Man {
        /// Write unmix.1, unmix-clean.1 and so on into this folder
        folder: Option<PathBuf>,
    },
}

const CLEAN_EXAMPLES: &str = "\
Examples:
  unmix clean scrape.txt
  unmix clean -f text --lang en scrape.txt > english.txt
  unmix clean -f tsv --charset gb18030 old.txt
  unmix clean -o OUT downloads/ mails.tar.gz
  unmix clean 'news.zip' | jq -r 'select(.lang == \"zh-Hans\") | .text'

With -o, the folder gets one file per language (en.jsonl, zh-Hans.jsonl, …),
entries.jsonl: for each entry its charset, its languages, where every byte went,
and what failed; and report.html, a page about all that.

Exit status: 0 all done, 1 some entries failed (each is named on standard error,
the rest is written), 2 wrong usage.";

const DETECT_EXAMPLES: &str = "\
Examples:
  unmix detect letter.txt
  unmix detect -f jsonl archive.zip | jq .charset.label";

const INSPECT_EXAMPLES: &str = "\
Examples:
  unmix inspect page.html
  unmix inspect 'news.zip!/2021/a.html'
  unmix inspect --stage decoded old.txt > utf8.txt
  unmix inspect --html page.html > segments.html";

const REPORT_EXAMPLES: &str = "\
Examples:
  unmix report OUT                        into OUT/report.html, where the batch left it too
  unmix report -o - OUT > page.html";

const COMPLETION_EXAMPLES: &str = "\
Examples:
  unmix completions bash > ~/.local/share/bash-completion/completions/unmix
  unmix completions zsh > ~/.zfunc/_unmix
  unmix completions fish > ~/.config/fish/completions/unmix.fish";

#[derive(ClapArgs)]
pub(crate) struct CleanArgs {
    /// Files, folders and archives; `-` or nothing is standard input
    paths: Vec<PathBuf>,
    #[command(flatten)]
    languages: Languages,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    text: Text,
    #[command(flatten)]
    repair: Repair,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    pub(crate) work: WorkArgs,
}

#[derive(ClapArgs)]
pub(crate) struct DetectArgs {
    /// Files, folders and archives; `-` or nothing is standard input
    paths: Vec<PathBuf>,
    /// How the answer is written; a table on a terminal, tab-separated otherwise
    #[arg(short, long)]
    pub(crate) format: Option<DetectFormat>,
    #[command(flatten)]
    text: Text,
    #[command(flatten)]
    repair: Repair,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    pub(crate) work: WorkArgs,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum DetectFormat {
    /// Columns for reading
    Table,
    /// Tab-separated values with a header
    Tsv,
    /// One JSON object an entry, as in a batch's entries.jsonl
    Jsonl,
}

#[derive(ClapArgs)]
pub(crate) struct InspectArgs {
    /// A file, or a member of an archive as unmix names it: news.zip!/a.html
    pub(crate) path: PathBuf,
    /// Print what this stage gave, and nothing else
    #[arg(long)]
    pub(crate) stage: Option<StageArg>,
    /// Write the segments as an HTML page, coloured by language, bytes and notes on hover
    #[arg(long, conflicts_with = "stage")]
    pub(crate) html: bool,
    /// Colour segments by language
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
    #[command(flatten)]
    text: Text,
    #[command(flatten)]
    repair: Repair,
    #[command(flatten)]
    source: SourceArgs,
}

#[derive(ClapArgs)]
pub(crate) struct ReportArgs {
    /// The folder of a finished batch
    pub(crate) folder: PathBuf,
    /// Write the page into this file; - is standard output [default: report.html in the folder]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StageArg {
    /// The text, as decoded
    Decoded,
    /// The blocks that the markup gave, a line each
    Markup,
    /// The blocks after repair, a line each
    Repaired,
    /// The segments, a line each
    Segments,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum When {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What is read, and how much of it.
#[derive(ClapArgs)]
#[command(next_help_heading = "Input")]
struct SourceArgs {
    /// Read also the paths in this file, one a line or each ended by a NUL; - is standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    #[command(flatten)]
    input: Input,
}

/// How the work is done.
#[derive(ClapArgs)]
#[command(next_help_heading = "Work")]
pub(crate) struct WorkArgs {
    /// Entries worked on at once; the output is the same for any number [default: one a core]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Say nothing but what failed
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Tell of each entry on standard error: how it was read, what is in it, what was imperfect
    #[arg(short, long, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Tell how far the work is also where standard error is no terminal, a line every ten seconds
    #[arg(long, conflicts_with = "quiet")]
    pub(crate) progress: bool,
}

impl WorkArgs {
    pub(crate) fn jobs(&self) -> usize {
        self.jobs
            .or_else(|| thread::available_parallelism().ok())
            .map_or(1, NonZeroUsize::get)
    }
}

impl CleanArgs {
    pub(crate) fn normalizer(&self) -> Normalizer {
        let builder = self.repair.apply(self.text.builder());
        let builder = self.source.input.apply(builder);
        self.languages.apply(builder).build()
    }

    pub(crate) fn source(&self) -> Result<Source> {
        Ok(self
            .source
            .open(self.source.paths(&self.paths)?)?
            .sha256(self.output.output.is_some()))
    }
}

impl DetectArgs {
    pub(crate) fn normalizer(&self) -> Normalizer {
        let builder = self.repair.apply(self.text.builder());
        self.source.input.apply(builder).build()
    }

    pub(crate) fn source(&self) -> Result<Source> {
        let sha256 = matches!(self.format, Some(DetectFormat::Jsonl));
        Ok(self
            .source
            .open(self.source.paths(&self.paths)?)?
            .sha256(sha256))
    }
}

impl InspectArgs {
    pub(crate) fn normalizer(&self) -> Normalizer {
        let builder = self.repair.apply(self.text.builder());
        self.source.input.apply(builder).build()
    }

    pub(crate) fn source(&self, path: PathBuf) -> Result<Source> {
        self.source.open(vec![path])
    }

    pub(crate) fn colors(&self) -> bool {
        match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        }
    }
}

impl SourceArgs {
    fn open(&self, paths: Vec<PathBuf>) -> Result<Source> {
        Ok(self
            .input
            .open(paths)
            .map_err(|error| Usage(error.message()))?)
    }

    /// These paths, those of `--files-from`, or standard input.
    fn paths(&self, paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
        let Some(list) = &self.files_from else {
            return paths_or_stdin(paths);
        };
        let mut bytes = Vec::new();
        if list == Path::new("-") {
            io::stdin().read_to_end(&mut bytes)
        } else {
            File::open(list).and_then(|mut file| file.read_to_end(&mut bytes))
        }
        .with_context(|| format!("{}: cannot read the list of files", list.display()))?;
        let end = if bytes.contains(&0) { 0 } else { b'\n' };
        let listed = bytes.split(|byte| *byte == end).map(|path| {
            let line_feed = end == b'\n';
            path.strip_suffix(b"\r")
                .filter(|_| line_feed)
                .unwrap_or(path)
        });
        let listed = listed.filter(|path| !path.is_empty()).map(path_of);
        Ok(paths.iter().cloned().chain(listed).collect())
    }
}

/// The path that these bytes of a list name.
#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

/// The path that these bytes of a list name.
#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

fn paths_or_stdin(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    if !paths.is_empty() {
        return Ok(paths.to_vec());
    }
    if io::stdin().is_terminal() {
        let message =
            "nothing to read: name files or folders, pipe something in, or give - to type";
        return Err(Usage(message.to_owned()).into());
    }
    Ok(vec![PathBuf::from("-")])
}
