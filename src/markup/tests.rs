use super::*;
use crate::document::{BlockKind, NoteKind};

fn read(text: &str, kind: Kind) -> Parsed<'_> {
    let options = Options {
        stale: true,
        boilerplate: Treatment::Drop,
        main_content: true,
        ..Options::default()
    };
    assert_tiles(text, &parse(text, kind, &options));
    let parsed = parse(text, kind, &Options::default());
    assert_tiles(text, &parsed);
    parsed
}

/// Every byte of the text is in one block or in one dropped range.
pub(super) fn assert_tiles(text: &str, parsed: &Parsed<'_>) {
    let mut tiles: Vec<_> = parsed
        .dropped
        .iter()
        .map(|dropped| dropped.range.clone())
        .collect();
    let mut before = 0;
    for block in &parsed.blocks {
        assert_eq!(block.text.len(), block.map.len(), "{block:?}");
        let first = block.map.sources(0..block.map.len()).next();
        let first = first.map_or(before, |range| range.start);
        assert!(first >= before, "blocks descend in {text:?}");
        before = first;
        tiles.extend(block.map.sources(0..block.map.len()));
        for source in block.map.copied(0..block.map.len()) {
            assert!(text.get(source).is_some());
        }
    }
    tiles.retain(|range| !range.is_empty());
    tiles.sort_by_key(|range| range.start);
    let mut at = 0;
    for tile in tiles {
        assert_eq!(tile.start, at, "in {text:?} by {parsed:#?}");
        at = tile.end;
    }
    assert_eq!(at, text.len(), "in {text:?}");
}

fn texts(text: &str, kind: Kind) -> Vec<String> {
    read(text, kind)
        .blocks
        .iter()
        .map(|block| block.text.to_string())
        .collect()
}

/// The kinds and texts of the blocks.
fn kinds<'p>(parsed: &'p Parsed<'_>) -> Vec<(BlockKind, &'p str)> {
    let blocks = parsed.blocks.iter();
    blocks.map(|block| (block.kind, &*block.text)).collect()
}

fn lines(text: &str) -> Vec<String> {
    texts(text, Kind::Text)
}

fn page(text: &str) -> Vec<String> {
    texts(text, Kind::Html)
}

#[test]
fn the_text_of_a_pasted_attribute_cut_off_comes_out() {
    let text = "first ...\n<span data-shimo-docs=\"[[20,\"获悉,据外媒报道,联邦快递...\n1、亚马卖家发货到达时间邮件模板DearThank you so much for your gre...\nFounded in 1884, Marks & Spencer (M&S) is ...";
    let parsed = read(text, Kind::Text);
    let found: Vec<_> = parsed
        .blocks
        .iter()
        .map(|block| (block.kind, block.via.as_deref(), &*block.text))
        .collect();
    assert_eq!(
        found,
        [
            (BlockKind::Line, None, "first ..."),
            (
                BlockKind::Attribute,
                Some("data-shimo-docs"),
                "获悉,据外媒报道,联邦快递"
            ),
            (
                BlockKind::Line,
                None,
                "1、亚马卖家发货到达时间邮件模板DearThank you so much for your gre..."
            ),
            (
                BlockKind::Line,
                None,
                "Founded in 1884, Marks & Spencer (M&S) is ..."
            ),
        ]
    );
    let source = parsed.blocks[1].map.source(0..parsed.blocks[1].text.len());
    assert_eq!(&text[source.clone()], "获悉,据外媒报道,联邦快递");
    for kind in [NoteKind::Truncated, NoteKind::Pasted] {
        assert!(parsed.remarks.iter().any(|remark| remark.kind == kind
            && remark.range.start <= source.start
            && remark.range.end >= source.end));
    }
}

#[test]
fn plain_text_keeps_what_only_looks_like_markup() {
    for text in [
        "if x<y then",
        "a < b > c",
        "Vec<String> and Vec<i>x",
        "mail <foo@bar.com> now",
        "价格<100元>起",
        "<重要>通知",
        "I <3 you",
        "use `<div>` here",
        "the <b> tag",
        "AT&T and R&D",
        "see http://a.b/?a=1&copy=2",
        "<",
        "a </ b",
    ] {
        assert_eq!(lines(text), [text], "{text}");
    }
}

#[test]
fn stray_tags_and_entities_go_from_plain_text() {
    assert_eq!(lines("<b>a</b>b <i>c</i>"), ["ab c"]);
    assert_eq!(
        lines("<p>one</p><p>two &lt;3 &amp;amp; x</p>"),
        ["one", "two <3 & x"]
    );
    assert_eq!(lines("a<br>b<br/>c"), ["a", "b", "c"]);
    assert_eq!(lines("x<script>var a = 1 < 2;</script>y"), ["x", "y"]);
    assert_eq!(lines("cut &quo...\nnext"), ["cut ...", "next"]);
    assert_eq!(
        lines("text <a href=\"http://x.y/\">link</a>."),
        ["text link."]
    );
    assert_eq!(lines("😀 &#55357;&#56832;"), ["😀 😀"]);
}

#[test]
fn pages_become_blocks() {
    let text = "<!DOCTYPE html><html lang=\"en\"><head><title>A &amp; B</title>\
        <meta name=description content=\"What it is\"><style>p { x: y }</style></head>\
        <body><h1>Head</h1><p>One\n two <b>th</b>ree.</p><ul><li>a<li>b</ul>\
        <table><tr><td>c</td><td>d</td></tr></table><img alt=\"A picture\">\
        <pre>x\n  y</pre><!-- no --><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字</ruby></body></html>";
    let parsed = read(text, Kind::Html);
    assert_eq!(
        kinds(&parsed),
        [
            (BlockKind::Title, "A & B"),
            (BlockKind::Description, "What it is"),
            (BlockKind::Heading, "Head"),
            (BlockKind::Paragraph, "One\n two three."),
            (BlockKind::Item, "a"),
            (BlockKind::Item, "b"),
            (BlockKind::Cell, "c"),
            (BlockKind::Cell, "d"),
            (BlockKind::Alternative, "A picture"),
            (BlockKind::Preformatted, "x"),
            (BlockKind::Preformatted, "  y"),
            (BlockKind::Paragraph, "漢字"),
            (BlockKind::Ruby, "かん"),
        ]
    );
    assert_eq!(parsed.language, Language::parse("en"));
}

#[test]
fn attributes_that_repeat_the_body_are_duplicates() {
    assert_eq!(
        page("<a title=\"The whole headline\" href=x>The whole headline</a>"),
        ["The whole headline"]
    );
    assert_eq!(
        page(
            "<span data-shimo-docs=\"[[20,&quot;乌日罕有一种独特的魅力&quot;]]\"><p>乌日罕有一种独特的魅力。</p></span>"
        ),
        ["乌日罕有一种独特的魅力。"]
    );
}

#[test]
fn borders_are_kept_as_hints() {
    let text = "<span>邮件模板</span><span>Dear</span>";
    let parsed = read(text, Kind::Html);
    assert_eq!(parsed.blocks[0].text, "邮件模板Dear");
    assert_eq!(parsed.blocks[0].borders, [12]);
}

#[test]
fn teasers_stand_together_and_are_marked() {
    let text = "A line of an article that says what it has to say and then comes to its end.\nIt is learned that on March 20, Amazon North Ameri...\nDolls kill is a subculture e-commerce platform tha...\nSerpwoo is an SEO rank tracking, deep SERP analysi...";
    let marks: Vec<_> = read(text, Kind::Text)
        .blocks
        .iter()
        .map(|block| block.boilerplate)
        .collect();
    let teaser = Some(crate::document::Boilerplate::Teaser);
    assert_eq!(marks, [None, teaser, teaser, teaser]);
    let options = Options {
        boilerplate: Treatment::Drop,
        ..Options::default()
    };
    let parsed = parse(text, Kind::Text, &options);
    assert_tiles(text, &parsed);
    assert_eq!(parsed.blocks.len(), 1);
}

#[test]
fn escapes_in_running_text_are_read() {
    assert_eq!(lines("say \\u4f60\\u597d to all"), ["say 你好 to all"]);
    assert_eq!(lines("一。\\n二。\\r\\n三"), ["一。", "二。", "三"]);
    assert_eq!(lines("It\\'s \\\"fine\\\""), ["It's \"fine\""]);
    assert_eq!(
        page("<p>%E4%BD%A0%E5%A5%BD</p><code>\\u4f60</code>"),
        ["你好", "\\u4f60"]
    );
    for text in [
        "C:\\new\\users\\x",
        "http://a.b/%E4%BD%A0%E5%A5%BD",
        "100% of a=b",
        "`\\u4f60",
    ] {
        let options = Options {
            keep_escapes: text.starts_with('`'),
            ..Options::default()
        };
        assert_eq!(parse(text, Kind::Text, &options).blocks[0].text, text);
    }
}

#[test]
fn feeds_become_blocks() {
    let text = "<?xml version=\"1.0\"?><rss><channel><title>Feed</title><link>http://a.b/</link>\
        <item><title>One &amp; two</title><description>&lt;p&gt;First &lt;b&gt;bold&lt;/b&gt;&lt;/p&gt;&lt;p&gt;Second &amp;amp; more&lt;/p&gt;</description>\
        <content:encoded><![CDATA[<p>Third</p><script>x</script><p>Fourth</p>]]></content:encoded></item></channel></rss>";
    assert_eq!(sniff(text.as_bytes(), text, None), Kind::Xml);
    let parsed = read(text, Kind::Xml);
    assert_eq!(
        kinds(&parsed),
        [
            (BlockKind::Title, "Feed"),
            (BlockKind::Title, "One & two"),
            (BlockKind::Paragraph, "First bold"),
            (BlockKind::Paragraph, "Second & more"),
            (BlockKind::Paragraph, "Third"),
            (BlockKind::Paragraph, "Fourth"),
        ]
    );
}

#[test]
fn xml_needs_no_declaration() {
    for (text, kind) in [
        (
            "<!-- a feed -->\n<rss version='2.0'><channel/></rss>",
            Kind::Html,
        ),
        (
            "<!-- of ours -->\n<note to=\"x\"><said>Hi</said></note>\n",
            Kind::Xml,
        ),
        ("<a:b xmlns:a=\"urn:a\"><a:c>Hi</a:c>", Kind::Xml),
        ("<Tom> hi there\n<Ann> hello Tom\n", Kind::Text),
        ("<p>one</p>", Kind::Text),
        ("<1> first </1>", Kind::Text),
    ] {
        assert_eq!(sniff(text.as_bytes(), text, None), kind, "{text}");
    }
    let text = "<!-- of ours -->\n<note><name>Tom</name><said>Thank you</said></note>\n";
    assert_eq!(
        kinds(&read(text, Kind::Xml)),
        [
            (BlockKind::Paragraph, "Tom"),
            (BlockKind::Paragraph, "Thank you")
        ]
    );
}

#[test]
fn escaped_tags_that_leaked_go() {
    assert_eq!(
        lines("before &lt;span style=&quot;color:red&quot;&gt;red&lt;/span&gt; after"),
        ["before red after"]
    );
    assert_eq!(
        lines("&lt;p&gt;one&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;"),
        ["one", "two"]
    );
    assert_eq!(
        lines("the &lt;div&gt; element of HTML"),
        ["the <div> element of HTML"]
    );
    assert_eq!(lines("if a &lt; b &amp;&amp; c"), ["if a < b && c"]);
}

#[test]
fn what_word_processors_leave_goes() {
    assert_eq!(
        page(
            "<p>合同<span lang=EN-US>Purchase Order<o:p></o:p></span></p>\
             <p><![if !supportLists]><span>1.<span>&nbsp; </span></span><![endif]>第一项</p>\
             <!--[if gte mso 9]><xml><o:Author>Me</o:Author></xml><![endif]-->\
             <xml><w:WordDocument><w:Zoom>0</w:Zoom></w:WordDocument></xml>\
             <p><st1:date w:st=\"on\">8月8日</st1:date>开幕</p>"
        ),
        ["合同Purchase Order", "1.\u{a0} 第一项", "8月8日开幕"]
    );
    assert_eq!(
        lines(
            "正文<o:p></o:p>\n<xml><w:View>Normal</w:View></xml>第二段\n\
             Normal 0 false false false EN-US ZH-CN X-NONE\n/* Style Definitions */\n\
             table.MsoNormalTable\n{mso-style-name:普通表格;\nmso-style-noshow:yes;}\n第三段\n\
             <xml>是一种语言</xml>"
        ),
        ["正文", "第二段", "第三段", "<xml>是一种语言"]
    );
}

#[test]
fn custom_elements_are_tags() {
    assert_eq!(
        page("<p>one<my-tag>two</my-tag>three <x-y a=b>four</x-y></p><p>Vec<String>s</p>"),
        ["onetwothree four", "Vec<String>s"]
    );
}

#[test]
fn what_pages_say_without_scripts_is_read_when_asked_for() {
    let text = "<p>one<noscript>two <b>words</b></noscript>three";
    let options = Options {
        noscript: true,
        ..Options::default()
    };
    let parsed = parse(text, Kind::Html, &options);
    assert_tiles(text, &parsed);
    let found: Vec<_> = parsed.blocks.iter().map(|block| &*block.text).collect();
    assert_eq!(found, ["one", "two words", "three"]);
    assert_eq!(page(text), ["onethree"]);
}

#[test]
fn binary_is_dropped_whole() {
    let text = "\0\u{1}\u{FFFD}\u{FFFD}\0ab";
    assert_eq!(sniff(text.as_bytes(), text, None), Kind::Binary);
    assert_eq!(read(text, Kind::Binary).blocks.len(), 0);
}

mod random {
    use super::*;
    use proptest::prelude::*;

    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("<span data-shimo-docs=\"[[20,\"".to_owned()),
            Just(
                "<span data-shimo-docs=\"[[20,&quot;字\\n&quot;],[20,&quot;\\u4f60&quot;]]\">"
                    .to_owned()
            ),
            Just("<p lang=\"en\">".to_owned()),
            Just("</p>".to_owned()),
            Just("<ruby>a<rt>".to_owned()),
            Just("</rt>".to_owned()),
            Just("<pre>".to_owned()),
            Just("<li>".to_owned()),
            Just("</li></ul>".to_owned()),
            Just("<img alt='x &amp; y' title=\"".to_owned()),
            Just("<!--".to_owned()),
            Just("-->".to_owned()),
            Just("<script>".to_owned()),
            Just("</script>".to_owned()),
            Just("<title>".to_owned()),
            Just("</title>".to_owned()),
            Just("<![CDATA[".to_owned()),
            Just("]]>".to_owned()),
            Just("&quo...".to_owned()),
            Just("&amp;lt;".to_owned()),
            Just("&lt;span class=&quot;a&quot;&gt;".to_owned()),
            Just("&#55357;&#56832;".to_owned()),
            Just("\r\n".to_owned()),
            Just("\n".to_owned()),
            Just("```\n".to_owned()),
            Just("\\u4f60\\u597d".to_owned()),
            Just("%E4%BD%A0%E5%A5%BD".to_owned()),
            Just("[[20,\"a\\".to_owned()),
            Just("{\\rtf1\\ansicpg936\\uc2 ".to_owned()),
            Just("{\\footnote a".to_owned()),
            Just("{\\fonttbl{\\f1\\fcharset128 ".to_owned()),
            Just("\\'c4\r\n\\'e3\\'ba".to_owned()),
            Just("\\'83A".to_owned()),
            Just("\\u-10179 ??".to_owned()),
            Just("\\u-8704?".to_owned()),
            Just("\\par\\tab\\v ".to_owned()),
            Just("\\bin3 ".to_owned()),
            Just("\\".to_owned()),
            Just("}".to_owned()),
            Just("\\\"]]\\\">".to_owned()),
            Just("\"]]\">".to_owned()),
            Just("\"".to_owned()),
            Just("'".to_owned()),
            Just("<".to_owned()),
            Just(">".to_owned()),
            Just("=".to_owned()),
            Just("&".to_owned()),
            Just(" ".to_owned()),
            Just("the same text again".to_owned()),
            "[a-z ]{0,8}",
            "\\PC{0,4}",
        ];
        proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_text_is_tiled(text in "\\PC{0,60}|[<>&;\"'a-c/=! \n-]{0,60}") {
            for kind in [Kind::Text, Kind::Html, Kind::Xml, Kind::Wiki, Kind::Rtf] {
                read(&text, kind);
            }
        }

        #[test]
        fn damaged_markup_is_tiled(text in pieces()) {
            for kind in [Kind::Text, Kind::Html, Kind::Xml, Kind::Wiki, Kind::Rtf] {
                read(&text, kind);
            }
        }
    }
}
