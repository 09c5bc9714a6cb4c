//! What stands around a point in, whether it is the point of an abbreviation or the end of a
//! sentence out: what sentencex does not know.

use crate::segment::words;

/// Titles, which a name follows, by language.
fn titles(tag: &str) -> &'static [&'static str] {
    match tag {
        "en" => &[
            "Hon", "Rev", "Gen", "Col", "Capt", "Lt", "Sgt", "Gov", "Sen", "Rep", "Ms", "Mr",
            "Mrs", "Dr", "Prof", "Messrs", "Cmdr", "Maj", "Adm", "Supt", "Insp",
        ],
        "de" => &["Dr", "Prof", "Hr", "Fr", "Frl", "Dipl", "Ing", "Hrn"],
        "fr" => &["M", "MM", "Mme", "Mlle", "Dr", "Me", "Mgr", "Mr", "Prof"],
        "es" => &[
            "Sr", "Sra", "Srta", "Sres", "Dr", "Dra", "D", "Dña", "Prof", "Lic", "Ing",
        ],
        "pt" => &["Sr", "Sra", "Dr", "Dra", "Prof", "Profa", "Exmo"],
        "it" => &["Sig", "Dott", "Prof", "Avv", "Ing", "Mons"],
        "ru" | "uk" => &["им", "проф", "акад", "ул", "пр", "пл", "пос", "гр", "тов"],
        "hi" => &["डॉ", "श्री", "प्रो", "पं"],
        "ar" => &["د", "أ", "م"],
        _ => &["Mr", "Mrs", "Ms", "Dr", "Prof"],
    }
}

/// Abbreviations before a number or in the middle of a sentence.
const INSIDE: [&str; 32] = [
    "Abb", "Abs", "Approx", "Art", "Bd", "Ca", "Cap", "Ch", "Eq", "Eqs", "Fig", "Figs", "Kap",
    "No", "Nos", "Nr", "Nº", "Ref", "Refs", "Sec", "Tab", "Vol", "approx", "aprox", "art", "ca",
    "cap", "fig", "p", "pp", "pág", "vol",
];

/// Abbreviations that a sentence may end with.
const LAST: [&str; 13] = [
    "usw", "etc", "гг", "г", "вв", "в", "д", "п", "др", "Inc", "Ltd", "Corp", "Jr",
];

/// Words that begin sentences and have no capital inside them.
const FIRST: [&str; 127] = [
    "Además",
    "Afterwards",
    "Alcuni",
    "Algunos",
    "Alle",
    "Allerdings",
    "Alles",
    "Alors",
    "Aujourd",
    "Außerdem",
    "Ayer",
    "Bald",
    "Beide",
    "Cependant",
    "Dabei",
    "Dadurch",
    "Dafür",
    "Daher",
    "Damit",
    "Danach",
    "Dann",
    "Dennoch",
    "Depois",
    "Deshalb",
    "Después",
    "Dort",
    "Einige",
    "Enfin",
    "Ensuite",
    "Entonces",
    "Então",
    "Finally",
    "Finalmente",
    "Gestern",
    "Heute",
    "Hier",
    "Hoje",
    "However",
    "Hoy",
    "Ieri",
    "Infine",
    "Inoltre",
    "Insbesondere",
    "Insgesamt",
    "Jede",
    "Jeder",
    "Jedes",
    "Jetzt",
    "Later",
    "Leider",
    "Luego",
    "Manche",
    "Manchmal",
    "Many",
    "Meanwhile",
    "Molti",
    "Morgen",
    "Most",
    "Muchos",
    "Muitos",
    "Nevertheless",
    "Now",
    "Oft",
    "Oggi",
    "Ontem",
    "Please",
    "Plusieurs",
    "Poi",
    "Puis",
    "Schließlich",
    "Several",
    "Some",
    "Später",
    "También",
    "Também",
    "Therefore",
    "Today",
    "Tomorrow",
    "Toutefois",
    "Trotzdem",
    "Viele",
    "Vielleicht",
    "Weitere",
    "Yesterday",
    "Zudem",
    "Zuerst",
    "Впоследствии",
    "Все",
    "Вскоре",
    "Всё",
    "Всі",
    "Вчера",
    "Даже",
    "Далее",
    "Завжди",
    "Завтра",
    "Зараз",
    "Затем",
    "Здесь",
    "Именно",
    "Иногда",
    "Кроме",
    "Многие",
    "Наконец",
    "Некоторые",
    "Несмотря",
    "Обычно",
    "Однак",
    "Однако",
    "Позже",
    "После",
    "Потом",
    "Потім",
    "Поэтому",
    "Пізніше",
    "Сегодня",
    "Сейчас",
    "Сначала",
    "Сьогодні",
    "Также",
    "Там",
    "Тепер",
    "Теперь",
    "Тогда",
    "Тому",
    "Усі",
    "Часто",
];

/// Whether a sentence that is said to end with the point behind `before` goes on at `after`.
pub(super) fn goes_on(before: &str, after: &str, tag: &str) -> bool {
    let word = last_word(before);
    let Some(next) = after.chars().next() else {
        return false;
    };
    if titles(tag).contains(&word) {
        // Scripts without capitals cannot show a name.
        return next.is_alphabetic() && !next.is_lowercase();
    }
    let inside = INSIDE.contains(&word);
    // `т. е. мало`
    let single = matches!(tag, "ru" | "uk" | "bg") && word.chars().nth(1).is_none();
    (inside && (next.is_ascii_digit() || next.is_lowercase())) || (single && next.is_lowercase())
}

/// Whether a sentence ends with the abbreviation whose point is behind `before`: the next
/// word has a capital and is one that has none but at the beginning of a sentence.
pub(super) fn ends(before: &str, after: &str) -> bool {
    let word = last_word(before);
    if !LAST.contains(&word) || !after.starts_with(char::is_uppercase) {
        return false;
    }
    let next = after
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    // A single letter is an initial; a word as long as that is in no table.
    if next.len() > words::LONGEST || next.chars().nth(1).is_none() {
        return false;
    }
    if FIRST.binary_search(&next).is_ok() {
        return true;
    }
    let role = words::role(&next.to_lowercase());
    role.clause || role.link
}

/// The letters, marks and digits at the end of a text.
pub(super) fn last_word(text: &str) -> &str {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\u{900}'..='\u{97F}' | 'º');
    let start = text.trim_end_matches(inside).len();
    &text[start..]
}
