//! Documents that are zips of XML: the names of an archive in, which of its members
//! hold text out, in the order in which a reader would come to them.
//!
//! Office Open XML (ECMA-376), OpenDocument (ISO 26300), EPUB 3, and WACZ, which
//! holds crawls beside their indexes.

use std::{cmp::Reverse, collections::HashMap};

use quick_xml::events::{BytesStart, Event};

/// Members to be read, by index, each with its media type where that is known
/// beforehand.
pub(super) type Order = Vec<(usize, Option<&'static str>)>;

const XML: Option<&str> = Some("application/xml");
const PAGE: Option<&str> = Some("application/xhtml+xml");

/// The members that hold the text of a document; `None` if this is an archive like
/// any other. `read` gives the bytes of a member.
pub(super) fn order(names: &[String], read: impl FnMut(usize) -> Option<Vec<u8>>) -> Option<Order> {
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if has("[Content_Types].xml") {
        let parts: &[&str] = if has("word/document.xml") {
            &[
                "word/document",
                "word/footnotes",
                "word/endnotes",
                "word/comments",
                "word/header",
                "word/footer",
            ]
        } else if has("xl/workbook.xml") {
            &["xl/sharedStrings", "xl/worksheets/sheet", "xl/comments"]
        } else if has("ppt/presentation.xml") {
            &["ppt/slides/slide", "ppt/notesSlides/notesSlide"]
        } else {
            return None;
        };
        return Some(numbered(names, parts));
    }
    if has("mimetype") && has("content.xml") && has("META-INF/manifest.xml") {
        return Some(numbered(names, &["content"]));
    }
    if has("META-INF/container.xml") {
        return spine(names, read);
    }
    let crawl = |name: &str| name.starts_with("archive/") && name.contains(".warc");
    if has("datapackage.json") && names.iter().any(|name| crawl(name)) {
        let all = names.iter().enumerate();
        let crawls = all.filter(|(_, name)| crawl(name));
        return Some(crawls.map(|(index, _)| (index, None)).collect());
    }
    None
}

/// The members `part.xml`, `part1.xml`, `part2.xml` … of each part, then documents
/// that are embedded in this one.
fn numbered(names: &[String], parts: &[&str]) -> Order {
    let mut found = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let number = |part: &&str| {
            let digits = name.strip_prefix(*part)?.strip_suffix(".xml")?;
            let only_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
            only_digits.then(|| digits.parse().unwrap_or(0_u32))
        };
        let place = parts
            .iter()
            .enumerate()
            .find_map(|(part, prefix)| Some((part, number(prefix)?)));
        if let Some(place) = place {
            found.push((place, index, XML));
        } else if name.contains("/embeddings/") && !name.ends_with(".bin") {
            found.push(((parts.len(), 0), index, None));
        }
    }
    found.sort();
    found
        .into_iter()
        .map(|(_, index, media_type)| (index, media_type))
        .collect()
}

/// The pages of an EPUB in the order of its spine (EPUB 3.3, 5.7); in that of the
/// archive if the spine cannot be read.
fn spine(names: &[String], mut read: impl FnMut(usize) -> Option<Vec<u8>>) -> Option<Order> {
    let package = names.iter().position(|name| name.ends_with(".opf"))?;
    let folder = names[package]
        .rfind('/')
        .map_or("", |slash| &names[package][..=slash]);
    let mut places = HashMap::new();
    if let Some(bytes) = read(package) {
        let mut hrefs = HashMap::new();
        let mut reader = quick_xml::Reader::from_reader(bytes.as_slice());
        reader.config_mut().check_end_names = false;
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "item" => {
                        if let (Some(id), Some(href)) = (value(&tag, "id"), value(&tag, "href")) {
                            hrefs.insert(id, format!("{folder}{}", unescaped(&href)));
                        }
                    }
                    "itemref" => {
                        let page = value(&tag, "idref").and_then(|id| hrefs.get(&id).cloned());
                        if let Some(page) = page {
                            let next = places.len();
                            places.entry(page).or_insert(next);
                        }
                    }
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
    }
    let is_page = |name: &str| {
        let name = name.to_ascii_lowercase();
        [".xhtml", ".html", ".htm"]
            .iter()
            .any(|ending| name.ends_with(ending))
    };
    let mut pages: Vec<(usize, usize)> = names
        .iter()
        .enumerate()
        .filter_map(|(index, name)| match places.get(name) {
            Some(place) => Some((*place, index)),
            None => (places.is_empty() && is_page(name)).then_some((index, index)),
        })
        .collect();
    // A page of the spine that stands twice in the archive comes out as its last copy.
    pages.sort_by_key(|(place, index)| (*place, Reverse(*index)));
    pages.dedup_by_key(|(place, _)| *place);
    Some(pages.into_iter().map(|(_, index)| (index, PAGE)).collect())
}

fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    Some(attribute.value.into_owned())
}

/// A relative address without its escapes (RFC 3986, 2.1).
fn unescaped(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(digits.unwrap_or(*first));
        rest = if digits.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(names: &[&str], package: &str) -> Option<Vec<String>> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let order = order(&names, |_| Some(package.as_bytes().to_vec()))?;
        Some(
            order
                .iter()
                .map(|(index, _)| names[*index].clone())
                .collect(),
        )
    }

    #[test]
    fn slides_come_in_the_order_of_their_numbers() {
        let names = [
            "[Content_Types].xml",
            "ppt/presentation.xml",
            "ppt/slides/slide10.xml",
            "ppt/slides/slide2.xml",
            "ppt/slides/_rels/slide2.xml.rels",
            "ppt/media/image1.png",
            "ppt/embeddings/table.xlsx",
        ];
        let wanted = [
            "ppt/slides/slide2.xml",
            "ppt/slides/slide10.xml",
            "ppt/embeddings/table.xlsx",
        ];
        assert_eq!(
            ordered(&names, ""),
            Some(wanted.map(str::to_owned).to_vec())
        );
    }

    #[test]
    fn pages_of_a_book_come_in_the_order_of_its_spine() {
        let names = [
            "mimetype",
            "META-INF/container.xml",
            "OEBPS/content.opf",
            "OEBPS/a b.xhtml",
            "OEBPS/1.xhtml",
            "OEBPS/nav.xhtml",
        ];
        let package = r#"<package><manifest><item id="x" href="1.xhtml"/>
            <item id="y" href="a%20b.xhtml"/></manifest>
            <spine><itemref idref="x"/><itemref idref="y"/></spine></package>"#;
        let wanted = ["OEBPS/1.xhtml", "OEBPS/a b.xhtml"];
        assert_eq!(
            ordered(&names, package),
            Some(wanted.map(str::to_owned).to_vec())
        );
        let all = ["OEBPS/a b.xhtml", "OEBPS/1.xhtml", "OEBPS/nav.xhtml"];
        assert_eq!(ordered(&names, "<"), Some(all.map(str::to_owned).to_vec()));
    }

    #[test]
    fn other_archives_are_read_as_they_are() {
        assert_eq!(ordered(&["a.txt", "content.xml"], ""), None);
        assert_eq!(unescaped("a%2fb%zz%"), "a/b%zz%");
    }
}
