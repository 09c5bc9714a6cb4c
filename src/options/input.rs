//! What is read, and how much of it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{
    document::Kind,
    error::{Error, ErrorKind, Result},
    pipeline::{self, Builder},
    source::{Fields, Limits, Records, Selection, Source},
};

/// What is read, and how much of it.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Input")]
pub struct Input {
    /// What the input is, instead of looking; archives are opened in any case
    #[arg(long, value_name = "KIND", default_value = "auto")]
    input: InputKind,
    /// Of folders, only files that match, such as '*.html' or '2021/**' (may be repeated)
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// Of folders, no files and folders that match (may be repeated)
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Of folders, also files and folders whose names begin with a dot
    #[arg(long)]
    hidden: bool,
    /// With --hidden, still pass over .git, .svn, CVS and the like
    #[arg(long)]
    ignore_vcs: bool,
    /// The field of JSON Lines and Parquet that holds the text
    #[arg(long, value_name = "NAME", default_value_t = Fields::default().json)]
    text_field: String,
    /// The column of CSV and TSV files that holds the text, by its title or its number; without it they are read as plain text
    #[arg(long, value_name = "COLUMN")]
    text_column: Option<String>,
    /// Containers inside containers
    #[arg(long, value_name = "N", default_value_t = Limits::default().depth)]
    max_depth: usize,
    /// Entries in one archive
    #[arg(long, value_name = "N", default_value_t = Limits::default().entries)]
    max_entries: u64,
    /// Unpacked bytes for each packed one, past the first 64 MiB
    #[arg(long, value_name = "N", default_value_t = Limits::default().ratio)]
    max_ratio: u64,
    /// Bytes of one record: a message, a JSON line, a row of a table, a page of a dump
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().record)]
    max_record: u64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum InputKind {
    /// Look
    Auto,
    /// Text by lines, perhaps with stray markup
    #[value(alias = "lines")]
    Text,
    /// A page
    Html,
    /// JSON Lines, the text in --text-field
    Jsonl,
    /// A table, the text in --text-column
    #[value(alias = "tsv")]
    Csv,
}

impl Input {
    /// The same builder with these options.
    pub fn apply(&self, builder: Builder) -> Builder {
        builder.kind(match self.input {
            InputKind::Text => Some(Kind::Text),
            InputKind::Html => Some(Kind::Html),
            InputKind::Auto | InputKind::Jsonl | InputKind::Csv => None,
        })
    }

    /// These paths as a source, read with these options; `-` is standard input.
    ///
    /// # Errors
    ///
    /// If a pattern for files is no glob, or a table is to be read of which no column is named.
    pub fn open(&self, paths: impl IntoIterator<Item = impl Into<PathBuf>>) -> Result<Source> {
        let selection = Selection::default()
            .hidden(self.hidden)
            .vcs(!self.ignore_vcs)
            .include(&self.include)
            .and_then(|selection| selection.exclude(&self.exclude))?;
        let limits = Limits {
            depth: self.max_depth,
            entries: self.max_entries,
            ratio: self.max_ratio,
            record: self.max_record,
        };
        let records = match self.input {
            InputKind::Jsonl => Some(Records::Json),
            InputKind::Csv => Some(Records::Table),
            InputKind::Auto | InputKind::Text | InputKind::Html => None,
        };
        if records == Some(Records::Table) && self.text_column.is_none() {
            let message = "a table has many columns: name the one with the text by --text-column";
            return Err(Error::new(ErrorKind::Option, message));
        }
        let fields = Fields {
            json: self.text_field.clone(),
            column: self.text_column.clone(),
            records,
        };
        Ok(pipeline::source(paths)
            .limits(limits)
            .selection(selection)
            .fields(fields))
    }
}
