//! What is repaired.

use clap::{Args, ValueEnum};

use crate::{
    pipeline::Builder,
    repair::{Substitutes, Variant},
};

/// What is repaired beyond the defaults, and what is not.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Repair")]
pub struct Repair {
    /// Leave text that was decoded as what it was not: ä¸­æ–‡ stays, 缂栫爜 too
    #[arg(long)]
    keep_mojibake: bool,
    /// Leave compatibility ideographs (U+F900 to U+FAFF), which NFC unifies with others
    #[arg(long)]
    keep_compatibility: bool,
    /// Fullwidth letters and digits to ASCII: ＡＢＣ１ becomes ABC1
    #[arg(long)]
    width: bool,
    /// Punctuation in the width of each segment's language: 好,的 becomes 好，的 and Yes，no becomes Yes, no
    #[arg(long)]
    punctuation: bool,
    /// The characters that Chinese is written in: simplified makes 漢語 汉语, traditional the other way
    #[arg(long, value_name = "VARIANT", default_value = "keep")]
    chinese: ChineseArg,
    /// The ideographic space (U+3000) to a space
    #[arg(long)]
    ideographic_space: bool,
    /// Curly quotes to straight ones: “a” becomes "a"
    #[arg(long)]
    quotes: bool,
    /// Dashes to hyphens: a – b becomes a - b
    #[arg(long)]
    dashes: bool,
    /// Latin ligatures to letters: ﬁn becomes fin
    #[arg(long)]
    ligatures: bool,
    /// Private use of GBK to the characters that Unicode has got since: U+E816 becomes 𠂇
    #[arg(long)]
    private_use: bool,
    /// Letters of another script inside a word to what they look like: pаypal with a Cyrillic а
    #[arg(long)]
    homoglyphs: bool,
}

impl Repair {
    /// The same builder with these options.
    pub fn apply(&self, builder: Builder) -> Builder {
        builder
            .keep_mojibake(self.keep_mojibake)
            .keep_compatibility(self.keep_compatibility)
            .punctuation(self.punctuation)
            .chinese(match self.chinese {
                ChineseArg::Keep => Variant::Keep,
                ChineseArg::Simplified => Variant::Simplified,
                ChineseArg::Traditional => Variant::Traditional,
            })
            .substitutes(Substitutes {
                width: self.width,
                ideographic_space: self.ideographic_space,
                quotes: self.quotes,
                dashes: self.dashes,
                ligatures: self.ligatures,
                private_use: self.private_use,
                homoglyphs: self.homoglyphs,
            })
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ChineseArg {
    /// As it stands
    Keep,
    /// 汉语
    Simplified,
    /// 漢語
    Traditional,
}
