//! A language in, how much likelier it is to be asked for than it was shown in training
//! out, as the logarithm of a factor.

/// Fitted to words and pairs of words in 75 languages, the half of them that is for
/// tuning; languages outside the common ones have half of what was fitted. Malay is hardly
/// to be told from Indonesian in a few words, of which there are many more.
const TABLE: [(&str, &str, f32); 39] = [
    ("Latn", "tn ts yo lt", 1.2),
    ("Latn", "da la nn st tl vi", 1.0),
    ("Latn", "az nb", 0.9),
    ("Latn", "tr hu af xh", 0.8),
    ("Latn", "en lg", 0.7),
    ("Latn", "ro", 0.6),
    ("Latn", "nl sl mi so", 0.5),
    ("Latn", "ca sn zu", 0.4),
    ("Latn", "cs lv pl sv", 0.3),
    ("Latn", "id", 0.3),
    ("Latn", "es et hr eu sw", 0.2),
    ("Latn", "it sk cy", 0.1),
    ("Latn", "fi sq", -0.4),
    ("Latn", "ko-Latn", -0.5),
    ("Latn", "br uz ja-Latn zh-Latn hi-Latn ru-Latn", -0.7),
    ("Latn", "fy ha jv ku mg mt rw el-Latn", -0.8),
    ("Latn", "gd", -0.9),
    ("Latn", "zz gl oc", -1.0),
    ("Latn", "lb", -1.2),
    ("Latn", "fo", -1.5),
    ("Cyrl", "ru", 1.8),
    ("Cyrl", "sr", 1.0),
    ("Cyrl", "bg", 0.7),
    ("Cyrl", "be", 0.6),
    ("Cyrl", "uk kk mn", 0.5),
    ("Cyrl", "mk", -0.3),
    ("Cyrl", "tg", -0.4),
    ("Cyrl", "tt", -0.7),
    ("Cyrl", "ky", -0.8),
    ("Arab", "ur", 1.7),
    ("Arab", "fa", 1.4),
    ("Arab", "ar", 1.0),
    ("Arab", "ckb", -0.3),
    ("Arab", "ps", -0.7),
    ("Deva", "mr", 2.1),
    ("Deva", "hi", 1.3),
    ("Deva", "ne", -1.1),
    ("Beng", "bn", 2.0),
    ("Beng", "as", -0.5),
];

/// What is added to the score of a language in a script.
pub fn prior(script: &str, tag: &str) -> f32 {
    TABLE
        .iter()
        .find(|row| row.0 == script && row.1.split(' ').any(|one| one == tag))
        .map_or(0.0, |row| row.2)
}
