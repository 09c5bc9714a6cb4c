//! Text in; whether it is a program, a command or keys pressed at random rather than
//! language out. Programs and commands are Latin, keys Latin or Cyrillic.

use std::sync::LazyLock;

/// Whether a command has the name.
fn is_tool(name: &str) -> bool {
    matches!(
        name,
        "npm"
            | "npx"
            | "yarn"
            | "pnpm"
            | "pip"
            | "pip3"
            | "git"
            | "sudo"
            | "apt"
            | "apt-get"
            | "brew"
            | "docker"
            | "kubectl"
            | "curl"
            | "wget"
            | "cargo"
            | "rustc"
            | "gcc"
            | "make"
            | "cmake"
            | "ssh"
            | "scp"
            | "chmod"
            | "chown"
            | "mkdir"
            | "mv"
            | "cp"
            | "rm"
            | "ls"
            | "cd"
            | "grep"
            | "sed"
            | "awk"
            | "tar"
            | "conda"
            | "python"
            | "python3"
            | "node"
            | "java"
            | "go"
    )
}

/// What follows the name of a command.
const ORDERS: &str = "install uninstall commit push pull clone run build add init update upgrade checkout status start test remove rebase merge fetch diff log exec ps up down create publish version";

/// Operators that stand by themselves.
const OPERATORS: &str = "= == === != !== += -= *= /= => -> <- := && || <= >= << >>";

/// Words that begin a statement, and those that follow them.
const STATEMENTS: [(&str, &str); 6] = [
    (
        "public private protected static final",
        "static void class int final string abstract interface async",
    ),
    ("const let var", "="),
    ("select", "from"),
    ("insert", "into"),
    ("create alter drop", "table index view database"),
    ("from", "import"),
];

/// What programs import.
const MODULES: &str = "os sys re json math time random datetime numpy pandas requests typing logging string collections react vue java.util";

/// What a query starts with.
const SHOUTED: [&str; 6] = ["SELECT", "INSERT", "UPDATE", "CREATE", "ALTER", "DROP"];

/// How many tokens are looked at.
const MOST: usize = 40;

/// Signs of a program among the words: as many as this, and one in five words.
const LEAST: usize = 2;

/// Whether a text is a line of a program or a command.
pub(super) fn is_code(text: &str) -> bool {
    if is_prompted(text) {
        return true;
    }
    let start = text.split_ascii_whitespace().next().unwrap_or_default();
    // Without a way out of the loop, many bytes are compared at once.
    let marks = |any, byte| any | is_mark(byte);
    if !text.bytes().fold(false, marks)
        && !is_tool(start)
        && !matches!(start, "import" | "from")
        && !SHOUTED.contains(&start)
    {
        return false;
    }
    let mut signs = 0;
    let mut count = 0;
    let (mut first, mut last) = ("", "");
    for token in text.split_ascii_whitespace().take(MOST) {
        if count == 0 {
            first = token;
        } else if count == 1 {
            let second = token.trim_matches(['"', '\'']);
            if is_tool(first)
                && (contains(ORDERS, second) || is_option(token) || second.contains(['/', '=']))
            {
                signs += 2;
            }
            if first == "import" && (contains(MODULES, second) || second.contains(['.', '_'])) {
                signs += 2;
            }
        }
        count += 1;
        signs += usize::from(is_operator(token) || is_option(token));
        signs += 2 * usize::from(is_call(token));
        signs += 2 * usize::from(matches!(
            token,
            "#include" | "#define" | "<?php" | "/*" | "*/"
        ));
        signs += usize::from(matches!(token, "{" | "}" | "};" | "});" | "//" | "()"));
        last = token;
    }
    signs += usize::from(last.len() > 1 && last.ends_with([';', '{']));
    // Prose in capitals, or with a capital in front, is no statement: but for SQL.
    if first.bytes().all(|byte| byte.is_ascii_lowercase())
        || first.bytes().all(|byte| byte.is_ascii_uppercase())
    {
        let lower = first.to_ascii_lowercase();
        for (starts, follows) in STATEMENTS {
            if contains(starts, &lower)
                && text
                    .split_ascii_whitespace()
                    .skip(1)
                    .take(4)
                    .any(|token| contains(follows, &token.to_ascii_lowercase()))
            {
                // SHOUTED, a query; as prose has it, perhaps one.
                signs += if first == lower { 1 } else { 2 };
            }
        }
    }
    if signs > 0 && signs < LEAST {
        signs += usize::from(text.split_ascii_whitespace().any(|token| token == "+"));
    }
    signs >= LEAST && signs * 5 >= count
}

/// Commands that a sentence may begin with, or the title of one.
const SPOKEN: &str = "apt brew cargo cd conda docker git go java make node python ssh tar yarn";

/// Whether the text is a command behind the prompt of a shell: `$ mkdir cdrom0`.
fn is_prompted(text: &str) -> bool {
    let mut tokens = text.split_ascii_whitespace();
    matches!(tokens.next(), Some("$" | "#" | "%"))
        && tokens
            .next()
            .is_some_and(|name| is_tool(name) && !contains(SPOKEN, name))
}

/// Whether a character is one that every program has, and prose now and then.
fn is_mark(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b'{' | b'}' | b'=' | b';' | b'<' | b'>' | b'#' | b'&' | b'|' | b'/'
    )
}

fn contains(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

/// Whether a token is an operator; none has a letter or a digit.
fn is_operator(token: &str) -> bool {
    !token.starts_with(|c: char| c.is_ascii_alphanumeric()) && contains(OPERATORS, token)
}

/// Whether a token is `-x`, `-rf` or `--name`.
fn is_option(token: &str) -> bool {
    let (name, long) = match (token.strip_prefix("--"), token.strip_prefix('-')) {
        (Some(name), _) => (name, true),
        (_, Some(name)) => (name, false),
        _ => return false,
    };
    let letters = name
        .bytes()
        .all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'='));
    letters && !name.is_empty() && !name.starts_with('-') && (long || name.len() <= 2)
}

/// Whether a token calls something: `f()`, `a.b(c)`, `print("x`, `range(10):`, but not
/// `file(s)` or `Cable(2m)`.
fn is_call(token: &str) -> bool {
    let Some((name, inside)) = token.split_once('(') else {
        return false;
    };
    let mut bytes = name.bytes();
    if !bytes
        .next()
        .is_some_and(|byte| byte.is_ascii_lowercase() || byte == b'_')
        || !bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':'))
    {
        return false;
    }
    (name.contains(['.', '_']) && !name.ends_with('.'))
        || name == "main"
        || inside.starts_with([')', '"', '\'', '[', '&', '*'])
        || inside.ends_with(");")
        || inside.ends_with("):")
        || inside.ends_with("){")
}

/// The rows of keyboards, for every alphabet: the Latin one; the Russian one; the Ukrainian one
/// where it differs.
const ROWS: [&[&str]; 3] = [
    &["qwertyuiop", "asdfghjkl", "zxcvbnm"],
    &["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"],
    &["йцукенгшщзхї", "фівапролджє"],
];

/// The letters of Latin and of Cyrillic begin here, and are fewer than [`LETTERS`].
const ALPHABETS: [char; 3] = ['a', 'а', 'а'];
const LETTERS: usize = 0x28;

/// Rows are so far from each other that no key is beside one of another row.
const ROW: u8 = 16;

/// Where the keys of the letters are; 0 for letters that have none.
static KEYS: LazyLock<[[u8; LETTERS]; 3]> = LazyLock::new(|| {
    let mut keys = [[0; LETTERS]; 3];
    for ((keys, rows), first) in keys.iter_mut().zip(ROWS).zip(ALPHABETS) {
        for (row, start) in rows.iter().zip((ROW..).step_by(usize::from(ROW))) {
            for (letter, place) in row.chars().zip(start..) {
                keys[letter as usize - first as usize] = place;
            }
        }
    }
    keys
});

/// Whether all words are keys pressed at random, one key held down, or laughter.
/// `chars` are words in lower case with a space before, between and after them.
pub(super) fn is_mash(chars: &[char]) -> bool {
    let mut words = chars
        .split(|letter| *letter == ' ')
        .filter(|word| !word.is_empty())
        .peekable();
    words.peek().is_some() && words.all(is_mashed)
}

fn is_mashed(word: &[char]) -> bool {
    let latin = word.iter().all(char::is_ascii_lowercase);
    if word.len() < 3
        || !latin
            && !word
                .iter()
                .all(|letter| matches!(letter, 'а'..='я' | 'і' | 'ї' | 'є'))
    {
        return false;
    }
    let is_vowel = |letter: &char| {
        matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w')
            || matches!(
                letter,
                'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'і' | 'ї' | 'є'
            )
    };
    if word.iter().all(|letter| *letter == word[0]) {
        return true;
    }
    // haha, jejeje, хаха
    let laughs = word.len() >= 4
        && matches!(word[0], 'h' | 'j' | 'х')
        && matches!(word[1], 'a' | 'e' | 'i' | 'а' | 'е' | 'и')
        && (2..word.len()).all(|place| word[place] == word[place - 2]);
    if laughs {
        return true;
    }
    // `r` and `l` make syllables in Czech and Serbian, `m` and `n` hesitate.
    let silent = |letter: &char| {
        is_vowel(letter)
            || matches!(
                letter,
                'r' | 'l' | 'm' | 'n' | 'р' | 'л' | 'м' | 'н' | 'ь' | 'ъ'
            )
    };
    if word.len() >= 6 && !word.iter().any(silent) {
        return true;
    }
    // Walks along a row, in one direction.
    let (mut walked, mut longest, mut start) = (0, 0, 0);
    let mut before = None;
    for place in 1..=word.len() {
        let way = (place < word.len())
            .then(|| step(word[place - 1], word[place]))
            .flatten();
        let goes_on = way.is_some() && (place == start + 1 || way == before);
        before = way;
        if !goes_on {
            let length = place - start;
            longest = longest.max(length);
            if length >= 3 {
                walked += length;
            }
            start = place;
        }
    }
    walked * 4 >= word.len() * 3
        && !is_word(word)
        && (longest >= 4 || word.len() >= 6 || word.len() == longest && is_odd(word))
}

/// Three keys that are no word.
fn is_odd(word: &[char]) -> bool {
    matches!(
        word,
        ['a', 's', 'd'] | ['j', 'k', 'l'] | ['q', 'w', 'e'] | ['z', 'x', 'c'] | ['d', 'f', 'g']
    ) || matches!(
        word,
        ['ф', 'ы', 'в']
            | ['ы', 'в', 'а']
            | ['й', 'ц', 'у']
            | ['я', 'ч', 'с']
            | ['л', 'д', 'ж']
            | ['ф', 'і', 'в']
    )
}

/// Words whose letters happen to be neighbours: a name twice, Ukrainian for a moment and
/// Serbian for some.
fn is_word(word: &[char]) -> bool {
    matches!(
        word,
        ['с', 'м', 'и', 'т'] | ['т', 'и', 'м', 'с'] | ['м', 'и', 'т', 'ь'] | ['н', 'е', 'к', 'у']
    )
}

/// The way from one key to the next in its row.
fn step(one: char, other: char) -> Option<bool> {
    let keys = KEYS.iter().zip(ALPHABETS);
    keys.filter_map(|(keys, first)| {
        let place = |letter: char| {
            let place = (letter as usize).checked_sub(first as usize)?;
            keys.get(place).copied().filter(|place| *place > 0)
        };
        Some((place(one)?, place(other)?))
    })
    .find_map(|(one, other)| match other.wrapping_sub(one) {
        1 => Some(true),
        u8::MAX => Some(false),
        _ => None,
    })
}

/// How many words have digits for the Arabic sounds that Latin letters lack: `3amel`,
/// `ma3lesh`, `7abibi`.
pub(super) fn count_arabic_digits(text: &str) -> usize {
    text.split_ascii_whitespace()
        .take(MOST)
        .filter(|token| has_arabic_digit(token))
        .count()
}

fn has_arabic_digit(token: &str) -> bool {
    let bytes = token.trim_end_matches(['.', ',', '!', '?']).as_bytes();
    let is_digit = |byte: &u8| matches!(byte, b'2' | b'3' | b'5' | b'7' | b'9');
    let is_vowel = |byte: Option<&u8>| matches!(byte, Some(b'a' | b'e' | b'i' | b'o' | b'u'));
    let letters = bytes
        .iter()
        .filter(|byte| byte.is_ascii_lowercase())
        .count();
    if letters < 4
        || bytes.len() > letters + 2
        || !bytes
            .iter()
            .all(|byte| byte.is_ascii_lowercase() || is_digit(byte))
        || bytes.ends_with(b"inch")
        || bytes.ends_with(b"inches")
    {
        return false;
    }
    bytes.iter().enumerate().any(|(place, byte)| {
        is_digit(byte)
            && (is_vowel(bytes.get(place + 1))
                || place > 0 && is_vowel(bytes.get(place - 1)) && place + 1 < bytes.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_and_commands_are_code() {
        for text in [
            "for i in range(10):",
            "def main():",
            "import os",
            "const x = require('fs')",
            "#include <stdio.h>",
            "npm install react",
            "git commit -m \"fix\"",
            "int main(void)",
            "public static void main(String[] args)",
            "console.log(data)",
            "print(\"hello world\")",
            "x = y + 1",
            "rm -rf /opt/foo",
            "SELECT * FROM users WHERE id = 1",
            "SELECT name FROM users",
            "let total = 0;",
            "return a + b;",
            "cd ../src && make -j4",
            "# mkdir /mnt/cdrom",
            "$ mkdir cdrom0",
        ] {
            assert!(is_code(text), "{text}");
        }
    }

    #[test]
    fn prose_is_no_code() {
        for text in [
            "Choose the file(s) to open.",
            "Cable(2m)",
            "Samsung(Black) case",
            "import duty",
            "Ja ? Non pas !",
            "k.(gimtoji)",
            "in allen Punkten. * * *",
            "Import goods from China",
            "Select a size from the list",
            "Use print() to show the text on the screen of your computer.",
            "I let him go.",
            "Go to the next page",
            "A well-known e-mail address",
            "Preis: 10 EUR; Versand: frei;",
            "git is a tool that programmers use",
            "# make sure that it works",
            "$ 20 a month",
        ] {
            assert!(!is_code(text), "{text}");
        }
    }

    #[test]
    fn keys_are_mashed() {
        let is = |text: &str| is_mash(&text.chars().collect::<Vec<_>>());
        for text in [
            " asdf ",
            " asdfasdf ",
            " qwerty ",
            " qwertyuiop ",
            " lkjhgfdsa poiuytrewq ",
            " hjkl hjkl jkl ",
            " aaaaaaa ",
            " hahahaha ",
            " xxxx ",
            " sdfjkl ",
            " zxcvbnm ",
            " ыва ыва ыва ",
            " фывапролд йцукен ",
            " фіва ",
            " ячсмить ",
            " ххх ",
            " хахаха ",
            " цкщшпф ",
        ] {
            assert!(is(text), "{text}");
        }
        for text in [
            " were ",
            " power ",
            " tree ",
            " mama ",
            " krk ",
            " smrt ",
            " asdf is a mash ",
            " hjelp ",
            " pst ",
            " ",
            "",
            " property ",
            " try ",
            " poi ",
            " смит ",
            " мить ",
            " неку ",
            " про ",
            " пролив ",
            " гнев ",
            " кен ",
            " смрт ",
            " взгляд ",
            " іван ",
            " ыва это слово ",
        ] {
            assert!(!is(text), "{text}");
        }
    }

    #[test]
    fn digits_stand_for_arabic_sounds() {
        assert_eq!(count_arabic_digits("7abibi wallah mish 3aref"), 2);
        assert_eq!(count_arabic_digits("ezayak 3amel eh"), 1);
        assert_eq!(count_arabic_digits("ma3lesh"), 1);
        for text in [
            "3pcs",
            "7inch tablet",
            "usb3",
            "mp3 player",
            "2in1",
            "b2b",
            "4ever",
            "3eme",
            "h2o",
        ] {
            assert_eq!(count_arabic_digits(text), 0, "{text}");
        }
    }
}
