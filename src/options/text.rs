//! How text is read, and what a segment is.

use clap::{Args, ValueEnum};

use super::language;
use crate::{
    encoding::Encoding,
    identify::{Codes, Prior},
    markup::Treatment,
    pipeline::{Builder, Normalizer},
    repair::Form,
    segment::{Embed, Policy, Unit},
};

/// How text is read.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Text")]
pub struct Text {
    /// Decode everything as this charset, whatever the bytes say
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    charset: Option<Encoding>,
    /// Unicode normal form of the output
    #[arg(long, default_value = "nfc")]
    form: FormArg,
    /// What a segment is
    #[arg(long, default_value = "block")]
    unit: UnitArg,
    /// What becomes of a foreign term inside a text, such as iPhone in Chinese
    #[arg(long, default_value = "stay")]
    embed: EmbedArg,
    /// Words (or Han characters) from which a foreign run is a segment of its own
    /// [default: by its words, its punctuation and what stands around it]
    #[arg(long, value_name = "N")]
    min_run: Option<usize>,
    /// What becomes of blocks that are not the text itself: teasers, navigation, notices
    #[arg(long, value_name = "WHAT", default_value = "mark")]
    boilerplate: BoilerplateArg,
    /// Of a page, only the article
    #[arg(long)]
    main_content: bool,
    /// Leave \u4f60, %E4%BD%A0, =E4=BD=A0 and the like in running text as they are
    #[arg(long)]
    keep_escapes: bool,
    /// Read also what pages say to readers without scripts (noscript)
    #[arg(long)]
    noscript: bool,
    /// Read also pasted attributes that may be older than the text around them (Slate)
    #[arg(long)]
    stale_attributes: bool,
    /// The languages to expect: auto (what the rest of the document is in), none, or tags such as
    /// en or zh,ja,en; others come only where the text is plainly in them
    #[arg(long, value_name = "PRIOR", default_value = "auto", value_parser = prior)]
    prior: Prior,
    /// How languages are named in the output
    #[arg(long, value_name = "CODES", default_value = "bcp47")]
    codes: CodesArg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormArg {
    /// Canonical composition
    Nfc,
    /// Compatibility composition: ，becomes a comma, ① becomes 1
    Nfkc,
    /// As it stands
    None,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum UnitArg {
    /// As much of a block as is in one language
    Block,
    /// A sentence
    Sentence,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum EmbedArg {
    /// It stays, and is listed
    Stay,
    /// It becomes a segment of its own
    Split,
    /// It is left out of the text, and accounted for
    Drop,
    /// It stays between ⟦ and ⟧, and is listed
    Mark,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum CodesArg {
    /// Tags with the script where it tells variants apart: zh-Hans
    Bcp47,
    /// Two letters where there are two: zh
    #[value(name = "639-1")]
    Iso639_1,
    /// Three letters: zho
    #[value(name = "639-3")]
    Iso639_3,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum BoilerplateArg {
    /// It comes out like everything else
    Keep,
    /// It comes out, marked
    Mark,
    /// It is left out, and accounted for
    Drop,
}

impl Text {
    /// A builder with these options.
    pub fn builder(&self) -> Builder {
        let unit = match self.unit {
            UnitArg::Block => Unit::Block,
            UnitArg::Sentence => Unit::Sentence,
        };
        Normalizer::builder()
            .charset(self.charset)
            .form(match self.form {
                FormArg::Nfc => Form::Nfc,
                FormArg::Nfkc => Form::Nfkc,
                FormArg::None => Form::None,
            })
            .policy(Policy {
                unit,
                embed: match self.embed {
                    EmbedArg::Stay => Embed::Stay,
                    EmbedArg::Split => Embed::Split,
                    EmbedArg::Drop => Embed::Drop,
                    EmbedArg::Mark => Embed::Mark,
                },
                min_run: self.min_run,
            })
            .boilerplate(match self.boilerplate {
                BoilerplateArg::Keep => Treatment::Keep,
                BoilerplateArg::Mark => Treatment::Mark,
                BoilerplateArg::Drop => Treatment::Drop,
            })
            .main_content(self.main_content)
            .keep_escapes(self.keep_escapes)
            .noscript(self.noscript)
            .stale_attributes(self.stale_attributes)
            .prior(self.prior.clone())
            .codes(match self.codes {
                CodesArg::Bcp47 => Codes::Bcp47,
                CodesArg::Iso639_1 => Codes::Iso639_1,
                CodesArg::Iso639_3 => Codes::Iso639_3,
            })
    }
}

fn encoding(label: &str) -> Result<Encoding, String> {
    Encoding::for_label(label).ok_or_else(|| {
        "no such charset; try utf-8, gb18030, big5, shift_jis, windows-1252".to_owned()
    })
}

fn prior(name: &str) -> Result<Prior, String> {
    match name {
        "auto" => Ok(Prior::Auto),
        "none" => Ok(Prior::None),
        tags => {
            let named: Result<_, _> = tags.split(',').map(language).collect();
            named.map(Prior::Languages)
        }
    }
}
