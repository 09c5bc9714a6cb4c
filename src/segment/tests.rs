use super::*;
use proptest::prelude::*;

fn cut(text: &str) -> Vec<(&str, &'static str)> {
    split(text, &[], &Policy::default())
        .into_iter()
        .map(|span| (&text[span.range], span.script.as_str()))
        .collect()
}

#[test]
fn glued_texts_are_cut_where_they_meet() {
    assert_eq!(
        cut("1、亚马卖家发货到达时间邮件模板DearThank you so much for your gre..."),
        [
            ("1、亚马卖家发货到达时间邮件模板", "Hani"),
            ("DearThank you so much for your gre...", "Latn")
        ]
    );
    assert_eq!(
        cut("邮件模板Dear Tom, thank you so much"),
        [
            ("邮件模板", "Hani"),
            ("Dear Tom, thank you so much", "Latn")
        ]
    );
    assert_eq!(
        cut("找不到Can't find it"),
        [("找不到", "Hani"), ("Can't find it", "Latn")]
    );
    assert_eq!(
        cut("湯姆不知道。 “Tom is here.” 多好的主意啊！"),
        [
            ("湯姆不知道。 ", "Hani"),
            ("“Tom is here.” ", "Latn"),
            ("多好的主意啊！", "Hani")
        ]
    );
}

#[test]
fn what_bilingual_pages_say_in_one_line_parts() {
    for (text, parts) in [
        ("工作时间 Business Hours: 周一至周五", 3),
        ("(13) 单据:Documents:", 2),
        ("ARTICLE 3: TERMS OF PAYMENT第三条:付款条件", 2),
        (
            "示例:“Hi there, your parcel is on its way. It will arrive soon.”",
            2,
        ),
        ("【例句】She gave up smoking last year.", 2),
        ("我看見 I see 月亮在微笑 The moon is smiling", 4),
        ("铝合金的分类 Classification of Aluminium Alloys", 2),
        ("입학Entrance into a school", 2),
        ("她走了。She left. (2005年真题)", 3),
    ] {
        assert_eq!(cut(text).len(), parts, "{text}");
    }
    for one in [
        "他问我:“Are you OK?”,我点了点头。",
        "「你好!」は普段使える表現です。",
        "हम इसे \"Nice to meet you\" कहते हैं।",
        "Spring rolls (Chinese: 春卷; pinyin: chūnjuǎn)",
        "ใช้ \"How much is it?\" หรือ \"How much are they?\" ก็ได้",
        "作曲:Tomi Yo",
        "오늘의 표현은 \"Better late than never\"입니다.",
        "нажмите клавишу PAGE UP или PAGE DOWN.",
        "Кана (яп. 仮名) в Кандзі (яп. 漢字).",
    ] {
        assert_eq!(cut(one).len(), 1, "{one}");
    }
}

#[test]
fn what_is_quoted_or_explained_stays_and_what_stands_alone_parts() {
    for one in [
        "他问:Cookie?",
        "你可以说, \"Cut the crap.\" 相当于让他闭嘴。",
        "Barney喊道:“Suit up!”然后走了。",
        "ABC (Asian Boat Club;亚洲船会)的成员",
        "go steady在美国口语中指“have a serious relationship”",
        "So weit, wenn jemand „it's raining cats and dogs“ sagt, ist das Englisch.",
        "点击 File → Save as → PDF",
        "I appreciate your ~ 까지",
    ] {
        assert_eq!(cut(one).len(), 1, "{one}");
    }
    assert_eq!(
        cut("It is over. Python是一种语言。"),
        [("It is over. ", "Latn"), ("Python是一种语言。", "Hani")]
    );
    assert_eq!(
        cut("\"Piece of cake\" \"식은 죽 먹기\""),
        [("\"Piece of cake\" ", "Latn"), ("\"식은 죽 먹기\"", "Kore")]
    );
    assert_eq!(
        cut("格式规范 / Format Rules"),
        [("格式规范 / ", "Hani"), ("Format Rules", "Latn")]
    );
    assert_eq!(
        cut("他走了。如She left early."),
        [("他走了。如", "Hani"), ("She left early.", "Latn")]
    );
}

#[test]
fn a_term_and_its_translation_part() {
    assert_eq!(cut("姓名 Name"), [("姓名 ", "Hani"), ("Name", "Latn")]);
    assert_eq!(
        cut("Contact Us 联系我们"),
        [("Contact Us ", "Latn"), ("联系我们", "Hani")]
    );
    assert_eq!(
        cut("购买须知Purchase Notes"),
        [("购买须知", "Hani"), ("Purchase Notes", "Latn")]
    );
    for one in [
        "安装 Python",
        "点击“设置Tap Settings",
        "苹果 iPhone",
        "使用 Search",
    ] {
        assert_eq!(cut(one).len(), 1, "{one}");
    }
}

#[test]
fn terms_stay_and_are_listed() {
    for (text, embed) in [
        ("iPhone 15 Pro 的价格", "iPhone 15 Pro"),
        ("他是一个 DJ 。", "DJ"),
        ("我喜欢在eBay上购物。", "eBay"),
        ("谁是你最喜爱的 DJ ?", "DJ"),
        ("请升级到Windows 11。", "Windows 11"),
        ("I love 北京 very much.", "北京"),
        ("He bought it in Moscow (Москва) last year.", "Москва"),
        ("Мы купили новый iPhone 15 в магазине.", "iPhone 15"),
        ("삼성 Galaxy S24 Ultra 리뷰", "Galaxy S24 Ultra"),
        ("把How are you翻译成中文", "How are you"),
        ("ราคา iPhone 15 Pro ในไทย", "iPhone 15 Pro"),
        (
            "他的座右铭是“The best is yet to come”。",
            "The best is yet to come",
        ),
        (
            "勾选I agree to the terms后点击下一步",
            "I agree to the terms",
        ),
        ("看 https://a.example/b/1 的内容", "https://a.example/b/1"),
        ("常用短语：in spite of、because of", "in spite of"),
        ("Students from 清华大学 won the first prize.", "清华大学"),
        ("He lives near the Красная площадь.", "Красная площадь"),
    ] {
        let spans = split(text, &[], &Policy::default());
        assert_eq!(spans.len(), 1, "{text}");
        assert_eq!(&text[spans[0].embeds[0].clone()], embed);
    }
    let text = "他提出了DDIM（Denoising Model）和GAN。";
    let spans = split(text, &[], &Policy::default());
    let terms = spans[0].embeds.iter().map(|embed| &text[embed.clone()]);
    assert_eq!(
        terms.collect::<Vec<_>>(),
        ["DDIM", "Denoising Model", "GAN"]
    );
}

#[test]
fn headings_and_what_is_glued_part() {
    assert_eq!(
        cut("五、Transfer Bounds and Negative Transfer在理论上，这一直是问题。"),
        [
            ("五、", "Hani"),
            ("Transfer Bounds and Negative Transfer", "Latn"),
            ("在理论上，这一直是问题。", "Hani")
        ]
    );
    assert_eq!(
        cut("MoCo v2的结果好。Comparison of all the resultsMoCo v2是在此基础上的。"),
        [
            ("MoCo v2的结果好。", "Hani"),
            ("Comparison of all the results", "Latn"),
            ("MoCo v2是在此基础上的。", "Hani")
        ]
    );
    assert_eq!(
        cut("例句She has been here for years."),
        [("例句", "Hani"), ("She has been here for years.", "Latn")]
    );
}

#[test]
fn a_clause_behind_a_comma_leaves_the_terms_before_it() {
    for (one, other) in [
        ("我的iPhone坏了，", "need to fix it asap"),
        ("我觉得Python很难，", "but I like it very much"),
        ("我想cancel这个order，", "how can I do that?"),
        ("请把文件发到my email，", "thank you very much"),
    ] {
        let text = format!("{one}{other}");
        assert_eq!(cut(&text), [(one, "Hani"), (other, "Latn")]);
    }
    assert_eq!(
        cut("I went to 王府井 yesterday，买了很多东西"),
        [
            ("I went to 王府井 yesterday，", "Latn"),
            ("买了很多东西", "Hani")
        ]
    );
}

#[test]
fn a_sentence_that_ends_with_a_term_keeps_it() {
    for (one, other) in [
        ("我喜欢Python。", "I love it very much."),
        (
            "Компания Apple представила iOS 17. ",
            "The update is available now.",
        ),
        (
            "The update is available now. ",
            "Компания Apple представила iOS 17.",
        ),
    ] {
        let text = format!("{one}{other}");
        let parts = cut(&text);
        let texts: Vec<_> = parts.iter().map(|part| part.0).collect();
        assert_eq!(texts, [one, other]);
    }
}

#[test]
fn fields_verbs_and_what_names_a_work_keep_what_follows() {
    for text in [
        "作者 Mark Twain",
        "颜色 Black/White",
        "学习 Machine Learning",
        "买了个 Switch",
        "英文名是Everything Everywhere All at Once",
        "小米Watch S3",
        "Docker部署MySQL",
    ] {
        assert_eq!(cut(text).len(), 1, "{text}");
    }
    for (one, other) in [
        ("Data Preprocessing", "在训练之前，我们对数据做了处理。"),
        ("Customer Reviews", "这个产品非常好用，值得购买。"),
        ("Добро пожаловать ", "Welcome"),
        ("牛肉面 ", "Beef Noodle Soup"),
    ] {
        let text = format!("{one}{other}");
        let parts = cut(&text);
        let texts: Vec<_> = parts.iter().map(|part| part.0).collect();
        assert_eq!(texts, [one, other]);
    }
}

#[test]
fn any_number_of_fields_is_read() {
    let fields = "电话 Phone: a ".repeat(200_000) + "完";
    check(&fields, &Policy::default());
}

#[test]
fn a_text_without_letters_is_one_span() {
    assert_eq!(cut("1,234.56 % — 42"), [("1,234.56 % — 42", "Zyyy")]);
    assert_eq!(cut(" "), [(" ", "Zyyy")]);
    assert_eq!(cut(""), []);
}

#[test]
fn kana_makes_japanese() {
    assert_eq!(cut("今日は天気がいい。")[0].1, "Jpan");
    assert_eq!(cut("今天天气很好。")[0].1, "Hani");
}

#[test]
fn embeds_split_when_asked() {
    let policy = Policy {
        embed: Embed::Split,
        ..Policy::default()
    };
    let spans = split("他是一个 DJ 。", &[], &policy);
    let texts: Vec<_> = spans
        .iter()
        .map(|span| &"他是一个 DJ 。"[span.range.clone()])
        .collect();
    assert_eq!(texts, ["他是一个 ", "DJ 。"]);
}

/// Text in which everything that the rules look at is frequent.
fn mixed() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "的",
        "你好",
        "The cat is",
        "Dear",
        " ",
        "\n",
        "。",
        ".",
        "! ",
        "“",
        "”",
        "\"",
        "'",
        "(",
        "）",
        "，",
        "1",
        "15 ",
        "ありがとう",
        "カメラ",
        "한국어",
        "привет ",
        "é",
        "\u{301}",
        "Ａ",
        "😀",
        "\u{200D}",
        "สวัสดี",
        "مرحبا",
        "...",
        "…",
        "3.14",
        "- ",
        "https://a.b/c",
        "x@",
        "resultsMoCo",
        "是",
        "五、",
        "Name",
        "、",
        "(",
    ]);
    prop::collection::vec(parts, 0..24).prop_map(|parts| parts.concat())
}

fn check(text: &str, policy: &Policy) {
    let spans = split(text, &[], policy);
    let mut end = 0;
    for span in &spans {
        assert_eq!(span.range.start, end);
        assert!(span.range.end > end);
        assert!(text.get(span.range.clone()).is_some());
        let first = text[span.range.start..].chars().next();
        assert!(span.range.start == 0 || !first.is_some_and(is_combining_mark));
        let mut inside = span.range.start;
        for embed in &span.embeds {
            assert!(embed.start >= inside && embed.end <= span.range.end);
            assert!(embed.start < embed.end && text.get(embed.clone()).is_some());
            inside = embed.end;
        }
        end = span.range.end;
    }
    assert_eq!(end, text.len());
}

#[test]
fn a_mark_stays_with_its_base() {
    // Tibetan vowel signs after a Chinese full stop.
    let spans = split("Words here。\u{F71}\u{F72}", &[], &Policy::default());
    assert_eq!(spans.len(), 1);
    check("一\u{F71}\u{F72}ka", &Policy::default());
}

fn policies() -> impl Strategy<Value = Policy> {
    (any::<bool>(), any::<bool>(), prop::option::of(0..9_usize)).prop_map(
        |(sentence, split, min_run)| Policy {
            unit: if sentence {
                Unit::Sentence
            } else {
                Unit::Block
            },
            embed: if split { Embed::Split } else { Embed::Stay },
            min_run,
        },
    )
}

proptest! {
    #[test]
    fn spans_tile_mixed_text(text in mixed(), policy in policies()) {
        check(&text, &policy);
    }

    #[test]
    fn spans_tile_any_text(text in any::<String>(), policy in policies()) {
        check(&text, &policy);
    }
}

#[test]
fn names_in_latin_letters_stay_with_the_words_about_them() {
    for (text, script) in [
        ("Dart API Key 설정", "Kore"),
        ("LibreOffice Writer/Web 옵션", "Kore"),
        ("es-hangul 로고", "Kore"),
        ("Kakao 지도 Javascript API", "Kore"),
        ("Python 3.9 이상이 설치된 Linux (x86-64)", "Kore"),
        ("numpy를 import한 후 pandas를 import합니다.", "Kore"),
        (
            "minimum / maximum of term frequency 를 조절할 수 있습니다.",
            "Kore",
        ),
        ("Microsoft Office 문서 유형 변경", "Kore"),
        ("Visual Studio Code 확장", "Kore"),
        ("6.4.2. String/password テンプレート", "Jpan"),
        ("GNOME Flashback デスクトップ環境", "Jpan"),
        (
            "Registering as a Debian member で説明されています。",
            "Jpan",
        ),
        ("В Linux", "Cyrl"),
        ("Marvell Kirkwood и Orion", "Cyrl"),
        (
            "Debian GNU/Linux 7.0 («Wheezy»), debian-installer также поддерживает IPv6.",
            "Cyrl",
        ),
        ("IV алгоритм: xts-plain64", "Cyrl"),
    ] {
        assert_eq!(cut(text), [(text, script)]);
    }
    for text in [
        "请选择 Finish partitioning and write changes to disk 一项。",
        "主菜单中选择 Configure and start a PPPoE connection。",
        "参数见在 System resource settings section of the HOWTO 中列出的范围。",
        "• GNOME（默认）",
    ] {
        assert_eq!(cut(text), [(text, "Hani")]);
    }
    for text in [
        "I love 서울",
        "Welcome to 서울 and enjoy",
        "Click Настройки button",
    ] {
        assert_eq!(cut(text), [(text, "Latn")]);
    }
}
