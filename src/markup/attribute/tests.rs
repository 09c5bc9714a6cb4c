//! Payloads made up in every form, cut after every character.

use crate::{
    document::Kind,
    markup::{Options, parse},
};

/// Texts, and the operations around each.
fn payloads() -> Vec<(Vec<&'static str>, String)> {
    let text = |text: &str| format!("[20,\"{text}\",\"1:\\\"%23f9eda6\\\"|26:\\\"28\\\"\"]");
    let line = "[20,\"\\n\",\"24:\\\"init\\\"\"]";
    let cell = |name: &str, inner: &str| format!("\"{name}\":[40,[{},{line}]]", text(inner));
    vec![
        (
            vec!["获悉据外媒报道", "联邦快递"],
            format!("[{},{line},[20,\"联邦快递\"]]", text("获悉据外媒报道")),
        ),
        (
            vec!["投保年龄", "1至75岁", "缴费期限", "五年"],
            format!(
                "[[30,[{{{},{},{},{}}},[[10,1],[10,1]],[[10,2,\"3:120\"]]],\"7:1\"],{line}]",
                cell("A1", "投保年龄"),
                cell("B1", "1至75岁"),
                cell("A2", "缴费期限"),
                cell("B2", "五年")
            ),
        ),
        (
            vec!["图片之前", "图片之后"],
            format!(
                "[{},[20,{{\"gallery\":\"https://uploader.shimo.im/f/a.png!thumbnail\"}},\"29:\\\"inline\\\"|3:100\"],[21,3],[22,2],{}]",
                text("图片之前"),
                text("图片之后")
            ),
        ),
    ]
}

/// The payload's tag in every form met.
fn forms(payload: &str) -> Vec<String> {
    let escaped = payload.replace('"', "&quot;");
    let tag = format!("<span data-shimo-docs=\"{escaped}\"></span>");
    let backslashed = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    vec![
        tag.clone(),
        format!(
            "<span data-shimo-docs=\"{payload}\" data-copy-origin=\"https://shimo.im\"></span>"
        ),
        backslashed(&tag),
        backslashed(&backslashed(&tag)),
        format!(
            "<span data-shimo-docs=\"{}\"></span>",
            escaped.replace('&', "&amp;")
        ),
        tag.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;"),
    ]
}

#[test]
fn whole_text_comes_out_wherever_the_payload_is_cut() {
    let mut wrong = Vec::new();
    let mut all = 0;
    for (texts, payload) in payloads() {
        for form in forms(&payload) {
            for (cut, _) in form.char_indices().skip(1).chain([(form.len(), ' ')]) {
                for ellipsis in ["...", "…", ""] {
                    all += 1;
                    let before = &form[..cut];
                    let raw = format!("第一行\n{before}{ellipsis}\n下一行 next line");
                    let parsed = parse(&raw, Kind::Text, &Options::default());
                    let mut out: Vec<_> = parsed.blocks.iter().map(|block| &*block.text).collect();
                    let edges = (out.first().copied(), out.last().copied());
                    if edges != (Some("第一行"), Some("下一行 next line")) {
                        wrong.push(format!("{before}{ellipsis} → {out:?}"));
                        continue;
                    }
                    out.remove(0);
                    out.pop();
                    let out = out.join("\n");
                    let missing = texts.iter().any(|text| {
                        before.contains(&format!("{text}\"")) && !out.contains(text)
                            || before.contains(&format!("{text}&quot;")) && !out.contains(text)
                    });
                    let markup = [
                        "<", ">", "span", "data", "quot", "[", "\"", "20,", "amp", "lt;",
                    ]
                    .iter()
                    .any(|part| out.contains(part));
                    // After the tag's first letters it can be told for one.
                    if missing || (markup && cut > 12) {
                        wrong.push(format!("{before}{ellipsis} → {out:?}"));
                    }
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {all}\n{}",
        wrong.len(),
        wrong[..wrong.len().min(30)].join("\n")
    );
}

/// The lines that come out of a tag with such a payload.
fn lines(tag: &str) -> Vec<String> {
    let parsed = parse(tag, Kind::Text, &Options::default());
    parsed
        .blocks
        .iter()
        .map(|block| block.text.clone().into_owned())
        .collect()
}

#[test]
fn embeds_and_cells_of_shimo_say_what_a_reader_is_shown() {
    let tag = |payload: &str| {
        format!(
            "<span data-shimo-docs=\"{}\"></span>",
            payload.replace('"', "&quot;")
        )
    };
    assert_eq!(
        lines(&tag(
            r#"[[20,"能量是"],[20,{"formula":"E=mc^{2}"}],[20,"，对吗"],[20,"\n","24:\"x\""]]"#
        )),
        ["能量是E=mc^{2}，对吗"]
    );
    assert_eq!(
        lines(&tag(
            r#"[[20,"请"],[20,{"mention":{"guid":"a1","name":"@李雷"}},"26:\"1\""],[20,"看"]]"#
        )),
        ["请@李雷看"]
    );
    assert_eq!(
        lines(&tag(
            r#"[[20,"图"],[20,{"gallery":"https://uploader.shimo.im/f/a.png"}],[20,"说"]]"#
        )),
        ["图说"]
    );
    assert_eq!(
        lines(&tag(
            r#"[[10,1,"37:\"%E5%8D%95%E4%BB%B7\"|7:1"],[10,1,"37:\"12.50\""]]"#
        )),
        ["单价", "12.50"]
    );
}

#[test]
fn formulas_of_lark_come_out() {
    let payload = r#"{"text":{"initialAttributedTexts":{"text":{"0":"质能 "}},"apool":{"numToAttrib":{"0":["author","69"],"1":["equation","E=mc^2\n"]}}}}"#;
    assert_eq!(
        lines(&format!(
            "<div data-lark-record-data=\"{}\" data-lark-record-format=\"docx/text\"></div>",
            payload.replace('"', "&quot;")
        )),
        ["质能 ", "E=mc^2"]
    );
}
