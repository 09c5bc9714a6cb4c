//! A language in, how much likelier it is to be asked for than it was shown in training
//! out, as the logarithm of a factor: what was fitted, less for what is rare.

/// Fitted to words and pairs of words in 75 languages, the half of them that is for
/// tuning; languages outside the common ones have half of what was fitted. Malay is hardly
/// to be told from Indonesian in a few words, of which there are many more. English is 0.3
/// above what was fitted: lone words are English more often than one in 75.
const TABLE: [(&str, &str, f32); 41] = [
    ("Latn", "ts yo", 1.3),
    ("Latn", "tn vi", 1.2),
    ("Latn", "lg nn", 1.1),
    ("Latn", "az la st", 1.0),
    ("Latn", "mi ro so xh", 0.9),
    ("Latn", "af da nl sn", 0.8),
    ("Latn", "hu nb tl", 0.7),
    ("Latn", "pl sv", 0.6),
    ("Latn", "ca cs es fr it lt lv sl tr", 0.5),
    ("Latn", "de et sw zu", 0.4),
    ("Latn", "cy id pt", 0.3),
    ("Latn", "eo eu hr", 0.2),
    ("Latn", "en sk", 0.1),
    ("Latn", "fi", -0.1),
    ("Latn", "is sq", -0.2),
    ("Latn", "ko-Latn", -0.5),
    ("Latn", "fy", -0.6),
    ("Latn", "gl hi-Latn oc ru-Latn uz zh-Latn", -0.7),
    ("Latn", "br el-Latn ha ja-Latn ku mg mt rw", -0.8),
    ("Latn", "gd jv", -0.9),
    ("Latn", "zz", -1.0),
    ("Latn", "lb", -1.2),
    ("Latn", "fo", -1.5),
    ("Cyrl", "sr", 1.2),
    ("Cyrl", "be", 1.0),
    ("Cyrl", "uk", 0.9),
    ("Cyrl", "bg kk mn", 0.5),
    ("Cyrl", "ru", 0.1),
    ("Cyrl", "mk tg", -0.4),
    ("Cyrl", "tt", -0.9),
    ("Cyrl", "ky", -1.3),
    ("Arab", "ur", 2.0),
    ("Arab", "fa", 1.8),
    ("Arab", "ar", 1.2),
    ("Arab", "ckb", -0.5),
    ("Arab", "ps", -0.7),
    ("Deva", "hi", 2.8),
    ("Deva", "mr", 1.9),
    ("Deva", "ne", -1.3),
    ("Beng", "bn", 3.0),
    ("Beng", "as", -1.2),
];

/// Languages that the web has little of: a word that they share with a neighbour is rather
/// the neighbour's. The first row has less than one page in 7,000 of Common Crawl's
/// CC-MAIN-2024-38 (its `languages.csv`), the second less than one in 2,000; Latin would
/// be common there, for what fills the place of text in drafts. Tagalog, Belarusian, Urdu
/// and Marathi are as rare, and keep what was fitted: they are asked for.
const RARE: [(&str, f32); 2] = [
    (
        "af as br ckb cy eo fo fy ga gd ha ig jv ku ky la lb lg mg mi mt oc ps rw sn so st sw \
         tg tn ts tt ug xh yo zu",
        0.7,
    ),
    ("eu gl is kk mk mn ne nn sq uz", 0.4),
];

/// What is added to the score of a language in a script.
pub fn prior(script: &str, tag: &str) -> f32 {
    let has = |tags: &str| tags.split(' ').any(|one| one == tag);
    let fitted = TABLE.iter().find(|row| row.0 == script && has(row.1));
    let rare = RARE.iter().find(|row| has(row.0));
    fitted.map_or(0.0, |row| row.2) - rare.map_or(0.0, |row| row.1)
}
