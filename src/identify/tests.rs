use proptest::prelude::*;

use super::*;

fn span(range: Range<usize>, script: &'static str) -> Span {
    Span {
        range,
        script: Script(script),
        embeds: Vec::new(),
        sentence_end: false,
    }
}

fn alone(text: &str) -> Verdict {
    let spans = [span(0..text.len(), "Zyyy")];
    let input = Input {
        text,
        spans: &spans,
        hint: None,
    };
    let options = Options { prior: Prior::None };
    identify(&[input], &options).remove(0).remove(0)
}

/// The languages of lines of one document.
fn lines(texts: &[&str]) -> Vec<String> {
    let spans: Vec<_> = texts
        .iter()
        .map(|text| [span(0..text.len(), "Zyyy")])
        .collect();
    let inputs: Vec<_> = texts
        .iter()
        .zip(&spans)
        .map(|(text, spans)| Input {
            text,
            spans,
            hint: None,
        })
        .collect();
    identify(&inputs, &Options::default())
        .into_iter()
        .flatten()
        .map(|verdict| verdict.language.to_string())
        .collect()
}

#[test]
fn short_english_is_english() {
    for text in [
        "DearThank you so much for your gre...",
        "Thank you so much",
        "Serpwoo is an SEO rank tracking, deep SERP analysi...",
        "Easter is approaching, and cross-border sellers ar...",
        "Founded in 1884, Marks & Spencer (M&S) is ...",
        "Dolls kill is a subculture e-commerce platform tha...",
        "first step Open ads in the background Select Mana...",
        "MY FRIEND IS A BIRD",
    ] {
        assert_eq!(alone(text).language.as_str(), "en", "{text}");
    }
}

#[test]
fn plain_sentences_are_what_they_are() {
    for (text, language) in [
        (
            "Das Wetter ist heute sehr schön und wir gehen spazieren.",
            "de",
        ),
        ("Je ne sais pas pourquoi elle est partie si tôt.", "fr"),
        ("No sé por qué se fue tan pronto de la casa.", "es"),
        ("Não sei por que ela foi embora tão cedo.", "pt"),
        ("Non so perché sia andata via così presto.", "it"),
        ("Это очень вкусный хлеб, мы всегда его покупаем.", "ru"),
        ("Я вам скажу, синьор, открою вам всю правду.", "ru"),
        ("Он пошёл домой и лёг спать.", "ru"),
        ("Где моя книга?", "ru"),
        ("Det er ikke noe å gjøre med det.", "nb"),
        ("Det er ikke noget at gøre ved det.", "da"),
        ("Eg veit ikkje kva eg skal gjere.", "nn"),
        ("Saya tidak boleh datang kerana saya sakit.", "ms"),
        ("Saya tidak bisa datang karena saya sakit.", "id"),
        ("Nevím, co mám dělat.", "cs"),
        ("Neviem, čo mám robiť.", "sk"),
        ("Non sei que facer con isto agora.", "gl"),
        ("Я не знаю, чому вона так рано пішла.", "uk"),
        ("Не знам защо си тръгна толкова рано.", "bg"),
        ("Не знам зашто је отишла тако рано.", "sr"),
        (
            "Ne znam zašto je otišla tako rano, gde je uvek bila?",
            "sr-Latn",
        ),
        ("Ne znam što se dogodilo, gdje je tko bio?", "hr"),
        ("من نمی‌دانم چرا او این قدر زود رفت", "fa"),
        ("لا أعرف لماذا غادرت مبكرا جدا", "ar"),
        ("मुझे नहीं पता कि वह इतनी जल्दी क्यों चली गई", "hi"),
        ("זה ספר טוב מאוד", "he"),
        ("ער איז נישט צופרידן מיט זיינע געצאָלט.", "yi"),
        ("佢唔喺度，點解嘅？", "yue"),
        ("wǒ bù zhīdào tā wèishénme zǒu le, nǐ hǎo", "zh-Latn"),
    ] {
        assert_eq!(alone(text).language.as_str(), language, "{text}");
    }
}

#[test]
fn labels_of_buttons_are_what_they_are() {
    for (text, language) in [
        ("Add to cart", "en"),
        ("ADD TO CART", "en"),
        ("Thank you!", "en"),
        ("NEW ARRIVALS", "en"),
        ("Login", "en"),
        ("Cerrar sesión", "es"),
        ("CERRAR SESION", "es"),
        ("AÑADIR AL CARRITO", "es"),
        ("Jetzt kaufen", "de"),
        ("DANKE SCHON", "de"),
        ("Fuer die naechste Woche", "de"),
        ("AJOUTER AU PANIER", "fr"),
        ("Spedizione gratuita", "it"),
        ("nao sei o que fazer", "pt"),
        ("dziekuje bardzo", "pl"),
        ("DODAJ DO KOSZYKA", "pl"),
        ("cok guzel bir gun", "tr"),
        ("tack sa mycket", "sv"),
        ("Lisää ostoskoriin", "fi"),
        ("Thêm vào giỏ hàng", "vi"),
        ("ДОБАВИТЬ В КОРЗИНУ", "ru"),
        ("Добави в количката", "bg"),
    ] {
        assert_eq!(alone(text).language.as_str(), language, "{text}");
    }
}

#[test]
fn romanised_text_is_told() {
    for (text, language) in [
        ("ni hao, wo shi zhongguo ren", "zh-Latn"),
        ("xiexie ni de bangzhu", "zh-Latn"),
        ("wǒ ài nǐ", "zh-Latn"),
        ("Watashi wa gakusei desu", "ja-Latn"),
        ("kyou wa tenki ga ii desu ne", "ja-Latn"),
        ("bahut accha kaam kiya hai yaar", "hi-Latn"),
        ("Tum kya kar rahe ho", "hi-Latn"),
        ("ya ne znayu chto delat", "ru-Latn"),
        ("annyeonghaseyo", "ko-Latn"),
        ("7abibi wallah mish 3aref", "ar-Latn"),
    ] {
        assert_eq!(alone(text).language.as_str(), language, "{text}");
    }
    // What cannot be told is nothing with confidence.
    for text in [
        "ana mabsoot awi",
        "inta fein ya habibi",
        "Insha Allah khair",
    ] {
        assert!(alone(text).confidence < 0.8, "{text}: {:?}", alone(text));
    }
}

#[test]
fn languages_outside_the_model_are_doubted() {
    for text in [
        "My a vynnsa gortheby dhe'n govynn ma.",
        "La kati dormas sur la tablo en mea chambro kun amiki.",
        "Ek bo dat nich weten, wat dat hier geven deit.",
        "Мый тыйым йӧратем, тый мыйын ик веле улат.",
    ] {
        assert!(alone(text).confidence < 0.9, "{text}: {:?}", alone(text));
    }
}

#[test]
fn sizes_and_signs_are_nothing_for_sure() {
    for text in ["XL", "L/XL", "Rye", "cm", "Wi-Fi"] {
        let verdict = alone(text);
        let sure = verdict.confidence >= 0.6 && verdict.language.as_str() != "en";
        assert!(!sure, "{text}: {verdict:?}");
    }
}

#[test]
fn programs_and_keys_are_no_language() {
    for text in [
        "git commit -m \"fix\"",
        "for i in range(10):",
        "console.log(data)",
    ] {
        assert_eq!(alone(text).language, Language::ZXX, "{text}");
    }
    for text in [
        "asdf",
        "qwerty",
        "aaaaaaa",
        "hahahaha",
        "lkjhgfdsa poiuytrewq",
    ] {
        assert_eq!(alone(text).language, Language::UND, "{text}");
    }
}

#[test]
fn key_mashes_are_no_language() {
    for text in [
        "asdkjh qwlkej zxmcnb",
        "sdfjkl sdfkjl wer sdfjkl",
        "xqzv bvnmx qwrtp",
    ] {
        let verdict = alone(text);
        assert!(
            verdict.language == Language::UND || verdict.confidence < 0.5,
            "{text}: {verdict:?}"
        );
    }
}

#[test]
fn names_of_products_are_english_or_open() {
    for text in [
        "iPhone 15 Pro",
        "Amazon FBA",
        "USB-C 3.1 cable 2m",
        "Contact us",
        "Search",
    ] {
        let verdict = alone(text);
        assert_eq!(verdict.language.as_str(), "en", "{text}");
    }
}

#[test]
fn a_named_language_is_likelier() {
    let text = "Det er en bok";
    let spans = [span(0..text.len(), "Latn")];
    let input = Input {
        text,
        spans: &spans,
        hint: None,
    };
    let prior = Prior::Languages(vec![Language::known("nb")]);
    let verdict = identify(&[input], &Options { prior }).remove(0).remove(0);
    assert_eq!(verdict.language.as_str(), "nb");
}

#[test]
fn several_named_languages_are_likelier() {
    let text = "Det er en bok";
    let said = |named: &[&'static str]| {
        let spans = [span(0..text.len(), "Latn")];
        let input = Input {
            text,
            spans: &spans,
            hint: None,
        };
        let prior = Prior::Languages(named.iter().map(|tag| Language::known(tag)).collect());
        let verdict = identify(&[input], &Options { prior }).remove(0).remove(0);
        verdict.language.as_str().to_owned()
    };
    assert_eq!(said(&["zh", "nb", "en"]), "nb");
    assert_eq!(said(&["zh", "da", "en"]), "da");
    // Plainly none of these.
    assert_eq!(said(&["zh", "ja", "en"]), alone(text).language.as_str());
}

#[test]
fn a_word_is_what_it_is_counted_in() {
    // Their n-grams speak for other languages, or for none.
    for (text, language) in [
        ("uomo", "it"),
        ("hoy", "es"),
        ("isso", "pt"),
        ("haus", "de"),
    ] {
        assert_eq!(alone(text).language.as_str(), language, "{text}");
    }
}

#[test]
fn script_decides_where_it_can() {
    for (text, language) in [
        ("1、亚马卖家发货到达时间邮件模板", "zh-Hans"),
        ("获悉,据外媒报道,联邦快递", "zh-Hans"),
        ("他很容易感冒。你喜歡喝紅酒嗎", "zh-Hant"),
        ("今天の天気はとてもいいですね", "ja"),
        ("안녕하세요", "ko"),
        ("สวัสดีครับ", "th"),
        ("Καλημέρα σας", "el"),
        ("好！！！", "zh"),
        ("价格说明：￥９９．００", "zh-Hans"),
    ] {
        assert_eq!(alone(text).language.as_str(), language, "{text}");
    }
}

#[test]
fn text_without_language_has_none() {
    for text in [
        "2024-01-05",
        "https://example.com/a?b=c",
        "me@example.com",
        "3.1 / 4.5",
        "🎉🎉",
        "if (a[i] == b) { return c; }",
        "B07XJ8C8F5",
        "--",
    ] {
        assert_eq!(alone(text).language, Language::ZXX, "{text}");
    }
    assert_eq!(alone("x").language, Language::UND);
}

#[test]
fn a_document_decides_what_its_lines_leave_open() {
    let read = lines(&["中文", "他们说汉语的人很多，这里没有问题"]);
    assert_eq!(read, ["zh-Hans", "zh-Hans"]);
    let read = lines(&["中文", "他們說漢語的人很多，這裡沒有問題"]);
    assert_eq!(read, ["zh-Hant", "zh-Hant"]);
    let read = lines(&[
        "電話番号",
        "この番号に電話してください。",
        "お待ちしております。",
    ]);
    assert_eq!(read, ["ja", "ja", "ja"]);
    // A menu of languages.
    let read = lines(&["中文", "日本語です", "日本語の表示"]);
    assert_eq!(read, ["zh", "ja", "ja"]);
}

#[test]
fn embedded_terms_do_not_count() {
    let text = "Открой Settings and then Privacy, пожалуйста, и закрой их снова";
    let term = text.find("Settings").unwrap_or(0);
    let mut span = span(0..text.len(), "Cyrl");
    span.embeds
        .push(term..term + "Settings and then Privacy".len());
    let input = Input {
        text,
        spans: &[span],
        hint: None,
    };
    let verdict = identify(&[input], &Options::default()).remove(0).remove(0);
    assert_eq!(verdict.language.as_str(), "ru");
}

proptest! {
    #[test]
    fn every_span_gets_a_verdict(
        texts in proptest::collection::vec("\\PC{0,60}", 0..6),
        script in prop::sample::select(vec!["Zyyy", "Latn", "Hani", "Jpan", "Cyrl", "Qaaa"]),
    ) {
        let spans: Vec<_> = texts.iter().map(|text| [span(0..text.len(), script)]).collect();
        let inputs: Vec<_> = texts
            .iter()
            .zip(&spans)
            .map(|(text, spans)| Input { text, spans, hint: None })
            .collect();
        let verdicts = identify(&inputs, &Options::default());
        prop_assert_eq!(verdicts.len(), texts.len());
        for verdict in verdicts.iter().flatten() {
            prop_assert!((0.0..=1.0).contains(&verdict.confidence), "{:?}", verdict);
        }
        prop_assert_eq!(verdicts, identify(&inputs, &Options::default()));
    }
}

#[test]
fn one_letter_between_terms_is_of_its_document() {
    let (text, term) = ("Файлы на этом диске можно открыть и изменить.", "В Linux");
    let whole = [span(0..text.len(), "Cyrl")];
    let mut beside = [span(0..term.len(), "Cyrl")];
    beside[0].embeds.push("В ".len()..term.len());
    let bare = [span(0.."В ".len(), "Cyrl")];
    let said = |spans: &[Span]| {
        let input = |text, spans| Input {
            text,
            spans,
            hint: None,
        };
        let inputs = [input(text, &whole), input(term, spans)];
        identify(&inputs, &Options::default())[1][0]
            .language
            .to_string()
    };
    assert_eq!(said(&beside), "ru");
    assert_eq!(said(&bare), "und");
}

/// Checks that every line of a document is in a language.
fn assert_document(language: &str, lines: [&str; 3]) {
    let spans = lines.map(|text| [span(0..text.len(), "Latn")]);
    let inputs: Vec<Input<'_>> = lines
        .iter()
        .zip(&spans)
        .map(|(text, spans)| Input {
            text,
            spans,
            hint: None,
        })
        .collect();
    for (verdicts, text) in identify(&inputs, &Options::default()).iter().zip(lines) {
        assert_eq!(verdicts[0].language.as_str(), language, "{text}");
    }
}

#[test]
fn a_document_in_serbian_is_serbian_throughout() {
    // The last line of each says nothing of it.
    assert_document(
        "sr-Latn",
        [
            "Predsednik je rekao da će vlada doneti odluku sledeće nedelje.",
            "Gde ste bili juče posle podne?",
            "Ovo je knjiga koju sam tražio.",
        ],
    );
    assert_document(
        "hr",
        [
            "Predsjednik je rekao da će vlada donijeti odluku sljedeći tjedan.",
            "Gdje ste bili jučer poslije podne?",
            "Ovo je knjiga koju sam tražio.",
        ],
    );
}

#[test]
fn a_name_is_in_the_language_of_its_document() {
    assert_document(
        "en",
        [
            "The company builds cars in three plants and sells them all over the world.",
            "Ferrari",
            "BBC",
        ],
    );
}
