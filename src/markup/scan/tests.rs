use super::*;

/// The text of the tag at the beginning, and `name=value` of its attributes.
fn scan(text: &str, lines: bool) -> Option<(&str, Vec<String>)> {
    let mut scanner = Scanner::new(text, lines);
    let tag = scanner.tag(0)?;
    let attributes = scanner
        .attributes
        .iter()
        .map(|attribute| {
            format!(
                "{}={}",
                &text[attribute.name.clone()],
                &text[attribute.value.clone()]
            )
        })
        .collect();
    Some((&text[..tag.end], attributes))
}

fn end(text: &str) -> &str {
    scan(text, false).map_or("", |(tag, _)| tag)
}

#[test]
fn well_formed_tags_end_where_browsers_end_them() {
    assert_eq!(
        scan("<a href='x>y' b=\"c\" d=e f/>g", false),
        Some((
            "<a href='x>y' b=\"c\" d=e f/>",
            ["href=x>y", "b=c", "d=e", "f="].map(str::to_owned).to_vec()
        ))
    );
    assert_eq!(end("<a b=\"c\"d=\"e\">f"), "<a b=\"c\"d=\"e\">");
    assert_eq!(end("<a b=\"c\"d>f"), "<a b=\"c\"d>");
    assert_eq!(end("</a >b"), "</a >");
    assert_eq!(end("<3"), "");
}

#[test]
fn a_quote_that_never_closes_ends_with_the_tag_or_the_line() {
    assert_eq!(end("<a href=\"foo>text</a> rest"), "<a href=\"foo>");
    assert_eq!(
        end("<a href=\"foo>text</a> <a href=\"/bar\">x</a>"),
        "<a href=\"foo>"
    );
    assert_eq!(end("<a href=\"foo\nnext line"), "<a href=\"foo");
    assert_eq!(
        end("<span data-x=\"[[20,\"abc...\r\nnext"),
        "<span data-x=\"[[20,\"abc..."
    );
}

#[test]
fn a_list_that_was_cut_off_ends_before_the_tags_after_it() {
    assert_eq!(
        end("<span data-x=\"[[20,\"abc...</p></div>\nnext"),
        "<span data-x=\"[[20,\"abc..."
    );
    assert_eq!(
        end("<span data-x=\"[[20,\"a < b…</li><li>next</li>"),
        "<span data-x=\"[[20,\"a < b…"
    );
    assert_eq!(end("<a href=\"[[20,\n\""), "<a href=\"[[20,");
}

#[test]
fn raw_quotes_inside_a_value_do_not_end_it() {
    assert_eq!(
        scan("<p title=\"He said \"hi\" to me\" id=\"x\">y", false),
        Some((
            "<p title=\"He said \"hi\" to me\" id=\"x\">",
            ["title=He said \"hi\" to me", "id=x"]
                .map(str::to_owned)
                .to_vec()
        ))
    );
    assert_eq!(
        end("<span data-x=\"[[20,\"a\"],[20,\"b > c\"]]\" class=\"d\">e"),
        "<span data-x=\"[[20,\"a\"],[20,\"b > c\"]]\" class=\"d\">"
    );
}

#[test]
fn escaped_quotes_are_quotes() {
    assert_eq!(
        scan(r#"<a b=\"[[20,\\\"c\\\"]]\" d=\"e\">f"#, true),
        Some((
            r#"<a b=\"[[20,\\\"c\\\"]]\" d=\"e\">"#,
            [r#"b=[[20,\\\"c\\\"]]"#, "d=e"].map(str::to_owned).to_vec()
        ))
    );
}

#[test]
fn a_tag_that_runs_into_another_ends_before_it() {
    assert_eq!(end("<a href=x <b>"), "<a href=x ");
    assert_eq!(end("<a href=x\nnext <b>"), "<a href=x");
}
