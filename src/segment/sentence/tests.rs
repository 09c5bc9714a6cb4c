use proptest::prelude::*;

use super::*;

fn cut<'t>(text: &'t str, tag: &str) -> Vec<&'t str> {
    let language = Language::parse(tag).expect("a tag");
    sentences(text, &language)
        .into_iter()
        .map(|range| &text[range])
        .collect()
}

/// Checks texts whose sentences are parted by `|`.
fn check_marked(texts: &[&str], tag: &str) {
    for marked in texts {
        let sentences: Vec<&str> = marked.split('|').collect();
        assert_eq!(cut(&sentences.concat(), tag), sentences);
    }
}

#[test]
fn chinese_sentences() {
    check_marked(
        &[
            "你好。|我是汤姆！|你呢？",
            "真的吗？！ |太好了！！！",
            "他想了想……然后走了。",
            "等等……。|后来呢？",
            "第一行\n|第二行",
            "价格是3.5元。|很便宜。",
            "会议于10:30开始，12:00结束。|请准时。",
            "今天是2023.11.23。|天气很好。",
            "访问 www.example.com。|然后登录。",
        ],
        "zh",
    );
}

#[test]
fn chinese_quotations_brackets_and_titles() {
    check_marked(
        &[
            "“这是对的。”他说。",
            "他说：“走吧。”|我们就走了。",
            "他说：“你好！你是谁？”然后走了。|我没有动。",
            "“走吧！”她喊道，“快点！”|我们跑了起来。",
            "他问：“你去吗？”|“我去。”她回答。",
            "「你好。」他說。|「你是誰？」",
            "他叫道：“救命啊！”|没有人听见。",
            "他问：“是谁？”|她没有回答。",
            "她说：“我爱你。”\n|他没有回答。",
            "你知道“为什么？”这三个字有多难吗？",
            "《你好，李焕英！》很好看。|我看了两遍。",
            "电影《谁是凶手？》和《我是谁？》都很好看。",
            "结果（见图1。）如下。|下面讨论。",
            "（这是括号里的句子。）|这是外面的句子。",
        ],
        "zh-Hans",
    );
}

#[test]
fn chinese_points_names_and_lists() {
    check_marked(
        &[
            "圆周率是３．１４，不是３．２。|记住了吗？",
            "Dr. Wang的学生来了。|他很高兴。",
            "我用Yahoo!的邮箱。",
            "我喜欢Hey! Say! JUMP这个组合。",
            "1. 打开软件。|2. 点击“登录”。",
            "（一）概述。|（二）方法。",
            "步骤：|①打开软件 |②点击登录",
            "如图①所示，水位在上升。",
            "• 苹果 |• 香蕉",
            "据报道，联邦快递... |下一条新闻",
            "这是事实。[1]|后来被证实。[2]",
            "太好了！😀|我们走吧。",
            "房间里没有桌子.|他坐在地上.",
            "苹果公司的史蒂夫.乔布斯来了。",
        ],
        "zh",
    );
}

#[test]
fn japanese_sentences() {
    check_marked(
        &[
            "これはペンです。|それはマーカーです。",
            "「そうです。」と彼は言った。",
            "モーニング娘。の新曲が出た。|すぐ買った。",
            "「モーニング娘。」のファンです。",
            "彼は「行くぞ！」と叫んで走り出した。",
            "「はい。」|「いいえ。」|二人は同時に答えた。",
            "これは「本当？」って聞かれた。",
            "値段は３．５ドルです。|安いですね。",
            "「明日は雨ですか？」と彼女が聞いた。|「たぶん。」と僕は答えた。",
            "詳しくは第２章（図３。）を参照。",
            "Hey! Say! JUMPのコンサートに行った。|楽しかった。",
            "彼はこう言った。|「もう遅い。」|でも私は待った。",
            "笑った（笑）。|また明日！",
            "（注意。）|ここから始まります。",
        ],
        "ja",
    );
}

#[test]
fn sentences_with_spaces() {
    check_marked(
        &[
            "Mr. Smith went home. |He was tired.",
            "Dear|Thank you so much for your gre...",
            "First line\n|second line",
            "• apples |• pears",
            " \n \n",
        ],
        "en",
    );
    check_marked(
        &["It is learned that on March 20, Amazon North Ameri... |Easter is near."],
        "en",
    );
    check_marked(
        &[
            "No one understands me. |I learned to live without her.",
            "May I talk to Ms. Brown? |She is in.",
            "\"She likes music.\" |\"So do I.\" |Let me know.",
            "1. Open the box. |2. Take it out. |3. Close it.",
            "1) The first item |2) The second item",
            "See section 3. |It has more.",
        ],
        "en",
    );
    check_marked(&["Niemand versteht mich. |Ich habe es gelernt."], "de");
    check_marked(
        &["Die Ereignisse des 11. September haben uns schockiert."],
        "de",
    );
    check_marked(
        &[
            "The Hon. Jane Smith presided. |The court adjourned.",
            "See Fig. 3 and Eq. 4 for details. |The results are clear.",
            "(This is a note.) |The text continues.",
            "It (see below) works. |Good.",
        ],
        "en",
    );
    check_marked(&["Kinder, Jugendliche usw. |Wir sind alle da."], "de");
    check_marked(&["M. Dupont est arrivé. |Il était fatigué."], "fr");
    assert_eq!(cut("", "en"), Vec::<&str>::new());
}

#[test]
fn sentences_of_other_scripts() {
    check_marked(&["यह एक वाक्य है। |यह दूसरा है।"], "hi");
    check_marked(&["አንድ ነው። |ሁለት ነው።"], "am");
    check_marked(&["डॉ. शर्मा आए। |सब खुश थे।"], "hi");
    check_marked(
        &[
            "В 1999 г. Чехов жил в Москве. |Потом уехал.",
            "— Ты идёшь? — спросила она. |— Да.",
            "Жителей 5 тыс., т. е. мало. |Там тихо.",
        ],
        "ru",
    );
    check_marked(
        &[
            "สวัสดีครับ |ผมชื่อสมชาย",
            "เขาซื้อ ส้ม กล้วย และ มะม่วง",
            "ผมไม่รู้ว่าเขาอยู่ที่ไหน |เราต้องหาเขาให้เจอ",
            "ถ้าคุณพลาดในการวางแผน คุณก็วางแผนที่จะพลาด",
        ],
        "th",
    );
    check_marked(&["Das gilt für Kinder usw. |Alle sind willkommen."], "de");
    check_marked(&["Это было в 1999 г. |Потом всё изменилось."], "ru");
    check_marked(&["这家店真不错～|下次还来！", "周一～周五营业。"], "zh");
    check_marked(&["هل أنت بخير؟ |نعم، أنا بخير."], "ar");
}

fn check(text: &str, tag: &str) {
    let language = Language::parse(tag).expect("a tag");
    let mut end = 0;
    for range in sentences(text, &language) {
        assert_eq!(range.start, end);
        assert!(range.end > range.start && text.is_char_boundary(range.end));
        end = range.end;
    }
    assert_eq!(end, text.len());
}

proptest! {
    #[test]
    fn sentences_tile(text in any::<String>(), tag in prop::sample::select(vec!["en", "zh", "ja", "und", "hi", "th", "ru"])) {
        check(&text, tag);
    }

    #[test]
    fn sentences_tile_marks(
        parts in prop::collection::vec(prop::sample::select(vec![
            "。", "“", "”", "\"", "！", ". ", "Mr. ", "他说", "の", "\n", " ", "（", "）", "…", "．", "1", "A",
            "DearThank ", "(A b.", ")", "г. Он ", "— а", "ครับ ", "\u{3000}", "• ", "①", "②", "[1]", "... ", "這三",
        ]), 0..20),
        tag in prop::sample::select(vec!["en", "zh", "ja", "de", "ru", "th"]),
    ) {
        check(&parts.concat(), tag);
    }
}
