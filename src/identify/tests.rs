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
        "first step Open ads in the background Select Mana...",
        "MY FRIEND IS A BIRD",
    ] {
        assert_eq!(alone(text).language.as_str(), "en", "{text}");
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
