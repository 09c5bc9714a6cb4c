//! What `unmix clean` can be told about text, by name, and the normalizer and the source
//! that this asks for. The command line takes these options, and so does every other
//! front end that wants the same names, the same meaning and the same messages.

use std::ffi::OsString;

use clap::{Args, Command, FromArgMatches};

use crate::{
    document::Language,
    error::{Error, ErrorKind, Result},
    pipeline::{Builder, Normalizer},
};

mod input;
mod repair;
mod text;

pub use input::Input;
pub use repair::Repair;
pub use text::Text;

/// Which languages are kept.
#[derive(Args, Clone, Debug)]
pub struct Languages {
    /// Keep only segments in these languages, such as zh,en (zh keeps zh-Hans and zh-Hant)
    #[arg(long, value_name = "TAGS", value_delimiter = ',', value_parser = language)]
    lang: Vec<Language>,
}

impl Languages {
    /// The same builder with these options.
    pub fn apply(&self, builder: Builder) -> Builder {
        builder.languages(self.lang.clone())
    }
}

/// All options of `unmix clean` that decide which segments come out of an input.
#[derive(Args, Clone, Debug)]
pub struct Options {
    #[command(flatten)]
    languages: Languages,
    #[command(flatten)]
    text: Text,
    #[command(flatten)]
    repair: Repair,
    /// What is read, and how much of it.
    #[command(flatten)]
    pub input: Input,
}

impl Options {
    /// The options that are on or have a value, by the names they have on the command
    /// line without the dashes at the front: `("lang", Some("zh,en"))`, `("noscript",
    /// None)`. `_` will do for `-`. A list is given value by value under the same name.
    ///
    /// ```
    /// use unmix::options::Options;
    ///
    /// let options = Options::parse([("min_run", Some("3")), ("keep_mojibake", None)]);
    /// assert!(options.is_ok());
    /// let error = Options::parse([("form", Some("nfd"))]).unwrap_err();
    /// assert_eq!(
    ///     error.message(),
    ///     "invalid value 'nfd' for '--form <FORM>' [possible values: nfc, nfkc, none]"
    /// );
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Option`] if there is no such option, or the value means nothing; the
    /// message is that of the command line.
    pub fn parse<'a>(given: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> Result<Self> {
        let flags = given.into_iter().map(|(name, value)| {
            let name = name.replace('_', "-");
            OsString::from(match value {
                Some(value) => format!("--{name}={value}"),
                None => format!("--{name}"),
            })
        });
        let command = Command::new("unmix")
            .no_binary_name(true)
            .disable_help_flag(true);
        Self::augment_args(command)
            .try_get_matches_from(flags)
            .and_then(|matches| Self::from_arg_matches(&matches))
            .map_err(|error| Error::new(ErrorKind::Option, first_words(&error)))
    }

    /// The normalizer that they ask for.
    pub fn normalizer(&self) -> Normalizer {
        let builder = self.repair.apply(self.text.builder());
        let builder = self.input.apply(builder);
        self.languages.apply(builder).build()
    }
}

/// What is wrong, in one line, without what helps only at a terminal.
fn first_words(error: &clap::Error) -> String {
    let all = error.render().to_string();
    let first = all.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = first.split_whitespace().collect();
    let words = words.join(" ");
    words
        .strip_prefix("error: ")
        .map_or_else(|| words.clone(), str::to_owned)
}

fn language(tag: &str) -> std::result::Result<Language, String> {
    Language::parse(tag).ok_or_else(|| "not a language tag such as en or zh-Hans".to_owned())
}
