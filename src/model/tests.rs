use super::*;

#[test]
fn the_models_are_there() {
    let models = Models::get();
    assert!(models.alphabets.len() > 60);
    assert_eq!(models.repertoires.len(), 4);
    assert!(models.alphabet("pl").is_some() && models.repertoire("zh-Hant").is_some());
    assert!(FILE.len() < 2_000_000);
}

#[test]
fn a_text_is_most_probable_in_its_language() {
    for (text, language) in [
        ("联邦快递公司在当地时间周一宣布", "zh-Hans"),
        ("聯邦快遞公司在當地時間週一宣布", "zh-Hant"),
        ("その会社は月曜日に発表した", "ja"),
        ("그 회사는 월요일에 발표했다", "ko"),
        ("Компания объявила в понедельник", "ru"),
        ("Η εταιρεία ανακοίνωσε τη Δευτέρα", "el"),
        (
            "Die Gesellschaft gab am Montag bekannt, daß sie schließt",
            "de",
        ),
    ] {
        assert_eq!(judge(text).language, language, "{text}");
    }
    assert_eq!(judge("").language, "und");
}

#[test]
fn garbled_text_is_less_probable() {
    for (clean, garbled) in [
        ("Hélène a été là", "HÃ©lÃ¨ne a Ã©tÃ© lÃ\u{A0}"),
        ("联邦快递", "鑱旈偊蹇\u{E0A2}€"),
        ("Компания", "РљРѕРјРїР°РЅРёСЏ"),
    ] {
        assert!(judge(clean).nats < judge(garbled).nats, "{clean}");
    }
}

#[test]
fn a_cut_file_gives_no_models_and_no_panic() {
    for length in [0, 10, 400, 1000, 100_000] {
        assert!(Models::read(&FILE[..length], CHARACTERS).is_none());
    }
    for length in [0, 100_000, CHARACTERS.len() - 1] {
        assert!(Models::read(FILE, &CHARACTERS[..length]).is_none());
    }
}

#[test]
fn the_tables_of_characters_say_what_the_rules_say() {
    let models = Models::get();
    for character in '\0'..='\u{1FFFF}' {
        let token = Token::of(character);
        if is_repertoire(character) {
            assert_eq!(token.class, None, "{character:?}");
        } else {
            let letter = if character.is_ascii_alphabetic() {
                class::LATIN
            } else {
                class::FOREIGN
            };
            let class = class(character).unwrap_or(letter);
            assert_eq!(token.class, Some(class as u8), "{character:?}");
        }
        let difference = models.peculiar(character) - sign::peculiar(character);
        assert!(difference.abs() < 0.001, "{character:?}");
    }
}
