//! A language tag in, its code in the two- and three-letter parts of ISO 639 out.

use std::borrow::Cow;

use crate::document::Language;

/// Which codes languages are named by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Codes {
    /// BCP 47, with the script where it tells variants apart: `zh-Hans`.
    #[default]
    Bcp47,
    /// ISO 639-1, two letters: `zh`. Languages without one keep their longer code.
    Iso639_1,
    /// ISO 639-3, three letters: `zho`; macrolanguages stay what they are.
    Iso639_3,
}

/// ISO 639-1 and 639-3, sorted by the first.
const TABLE: &str = "\
af afr ak aka am amh ar ara as asm az aze ba bak be bel bg bul bn ben bo bod br bre bs bos \
ca cat ce che co cos cs ces cv chv cy cym da dan de deu dv div el ell en eng eo epo es spa \
et est eu eus fa fas fi fin fo fao fr fra fy fry ga gle gd gla gl glg gn grn gu guj ha hau \
he heb hi hin hr hrv ht hat hu hun hy hye ia ina id ind ig ibo ii iii io ido is isl it ita \
iu iku ja jpn jv jav ka kat kk kaz kl kal km khm kn kan ko kor ku kur kw cor ky kir la lat \
lb ltz lg lug ln lin lo lao lt lit lv lav mg mlg mi mri mk mkd ml mal mn mon mr mar ms msa \
mt mlt my mya nb nob ne nep nl nld nn nno no nor ny nya oc oci om orm or ori pa pan pl pol \
ps pus pt por qu que ro ron ru rus rw kin sa san sc srd sd snd si sin sk slk sl slv sm smo \
sn sna so som sq sqi sr srp st sot su sun sv swe sw swa ta tam te tel tg tgk th tha ti tir \
tk tuk tl tgl tn tsn tr tur ts tso tt tat ug uig uk ukr ur urd uz uzb vi vie wo wol xh xho \
yi yid yo yor za zha zh zho zu zul";

impl Language {
    /// The language's name in `codes`.
    ///
    /// ```
    /// use unmix::{Language, identify::Codes};
    ///
    /// assert_eq!(Language::ZH_HANS.code(Codes::Bcp47), "zh-Hans");
    /// assert_eq!(Language::ZH_HANS.code(Codes::Iso639_1), "zh");
    /// assert_eq!(Language::ZH_HANS.code(Codes::Iso639_3), "zho");
    /// assert_eq!(Language::UND.code(Codes::Iso639_1), "und");
    /// ```
    pub fn code(&self, codes: Codes) -> Cow<'_, str> {
        let primary = self.primary();
        match codes {
            Codes::Bcp47 => Cow::Borrowed(self.as_str()),
            Codes::Iso639_1 => pairs()
                .find(|pair| pair.1 == primary)
                .map_or(Cow::Borrowed(primary), |pair| Cow::Borrowed(pair.0)),
            Codes::Iso639_3 => pairs()
                .find(|pair| pair.0 == primary)
                .map_or(Cow::Borrowed(primary), |pair| Cow::Borrowed(pair.1)),
        }
    }
}

fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut codes = TABLE.split_ascii_whitespace();
    std::iter::from_fn(move || Some((codes.next()?, codes.next()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        let pairs: Vec<_> = pairs().collect();
        assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0));
        assert!(
            pairs
                .iter()
                .all(|pair| pair.0.len() == 2 && pair.1.len() == 3)
        );
    }

    #[test]
    fn longer_codes_stay() {
        let code = |tag, codes| Language::known(tag).code(codes).into_owned();
        assert_eq!(code("yue", Codes::Iso639_1), "yue");
        assert_eq!(code("yue", Codes::Iso639_3), "yue");
        assert_eq!(code("sr-Latn", Codes::Iso639_3), "srp");
        assert_eq!(code("zxx", Codes::Iso639_3), "zxx");
    }
}
