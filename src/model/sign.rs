//! How common the signs of a class are: a character in, nats it costs more or less
//! than its class in.

#[cfg(test)]
use super::{WITHIN, class};

/// Nats that a sign costs beyond the choice within its class that all signs of the
/// class are charged; 0 for what is no sign.
///
/// Rounded from counts of the training text for what is in it, and by judgement for
/// what text in legacy encodings has and that text has not (`©`, `½`, boxes).
#[cfg(test)]
pub(super) fn peculiar(character: char) -> f32 {
    let (of, nats) = match character {
        '’' | '،' => (class::SIGN, 1.3),
        '“' | '”' | '–' | '\u{A0}' => (class::SIGN, 1.8),
        '«' | '»' | '؟' => (class::SIGN, 2.2),
        '…' | '—' | '‘' => (class::SIGN, 2.5),
        '„' | '©' | '•' | '°' | '€' | '№' => (class::SIGN, 2.9),
        '£' | '®' | '·' | '™' | '¿' | '¡' => (class::SIGN, 3.3),
        '\u{200C}'..='\u{200F}' => (class::SIGN, 3.3),
        '§' | '´' | '؛' => (class::SIGN, 4.0),
        '\u{AD}' => (class::SIGN, 4.5),
        '‚' => (class::SIGN, 5.5),
        '½' | 'ª' | 'º' | '²' | '★' | '☆' | '♥' | '♡' | '→' | '■' | '●' | '◆' => {
            (class::SYMBOL, 3.3)
        }
        '×' | '±' | '³' | '¼' | '¾' | '¶' | 'µ' | '─' | '│' | '═' | '░' | '█' | '♪' | '○' | '※' => {
            (class::SYMBOL, 4.0)
        }
        '¨' | '¬' | '¯' | '¸' | '¤' | '¦' | '‡' | '‰' | '\u{2C6}' | '\u{2DC}' => {
            (class::SYMBOL, 6.5)
        }
        '†' | '‹' | '›' | '¢' | '¥' | '÷' => (class::SYMBOL, 5.0),
        '\u{25A0}'..='\u{25FF}' => (class::SYMBOL, 5.0),
        '\u{FE30}'..='\u{FE6F}' => (class::SYMBOL, 6.5),
        _ => return 0.0,
    };
    nats - WITHIN[of]
}

/// Nats that a sign of ASCII after another character costs beyond the other signs,
/// where the place of ASCII is to be found too.
pub(crate) fn peculiar_ascii(before: char, character: char) -> f32 {
    let spaced = before.is_whitespace();
    match character {
        '!' if spaced => 2.0,
        '[' | '|' if spaced => 1.0,
        ']' if !spaced => 2.0,
        '[' | ']' | '|' => 4.0,
        '#' | '@' | '*' => 2.0,
        '\\' | '^' | '`' | '{' | '}' | '~' => 4.0,
        '¢' | '¬' => 5.0,
        _ => 0.0,
    }
}
