//! A text and its kind in, its blocks out: one walk from the first byte to the
//! last, for pages and for lines with stray markup alike.

mod attributes;
mod graft;
mod text;

use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

use super::{
    Options, Parsed,
    article::{self, Containers},
    boilerplate,
    build::{Builder, Context},
    duplicate,
    element::{self, Class, key},
    layer::Layer,
    leak::Leaks,
    office,
    scan::{Scanner, Tag, What, is_space, spaces},
    stray,
};
use crate::document::{BlockKind, Kind, Language, NoteKind, Reason};

/// How many layers of escaped tags are undone.
const LAYERS: usize = 3;
/// How many open elements an end tag looks back over for its start.
const LOOK_BACK: usize = 64;

/// An open element that says something about the text inside it.
#[derive(Debug)]
struct Scope {
    key: u128,
    class: Class,
    context: Context,
    hidden: bool,
    code: bool,
    /// Elements of the same name open inside it that are no scopes themselves.
    inner: u32,
}

/// Text that came out of an attribute, to be given unless the body has it too.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Its blocks, by index.
    pub(super) blocks: Range<usize>,
    /// The value of the attribute.
    pub(super) source: Range<usize>,
    /// It is a pasted payload; whether it was cut off.
    pub(super) payload: Option<bool>,
}

/// The walk over one text.
#[derive(Debug)]
pub(super) struct Walker<'t, 'o> {
    text: &'t str,
    bytes: &'t [u8],
    /// Every line is a block.
    lines: bool,
    /// It is XML: elements that are none of HTML's are blocks.
    xml: bool,
    options: &'o Options,
    builder: Builder<'t>,
    scanner: Scanner<'t>,
    scopes: Vec<Scope>,
    /// How many of the scopes are there for their language only.
    counted: usize,
    /// How many of them are ruby text.
    rubies: usize,
    language: Option<Language>,
    candidates: Vec<Candidate>,
    /// Where the first backquote is.
    backquote: usize,
    leaks: Leaks<'t>,
    containers: Containers,
    /// The lines are fenced code.
    fenced: bool,
    /// How many layers of escapes were undone to come here.
    depth: usize,
    /// From here on there is no end tag of this element.
    no_end_tag: Vec<(u128, usize)>,
}

impl<'t, 'o> Walker<'t, 'o> {
    pub(super) fn new(text: &'t str, kind: Kind, options: &'o Options) -> Self {
        let lines = kind == Kind::Text;
        let mut context = Context::new(if lines {
            BlockKind::Line
        } else {
            BlockKind::Paragraph
        });
        context.keep_space = lines;
        let mut scanner = Scanner::new(text, lines);
        if !lines && !options.main_content {
            scanner = scanner.only(attributes::says_something);
        }
        Self {
            text,
            bytes: text.as_bytes(),
            lines,
            xml: kind == Kind::Xml,
            options,
            builder: Builder::new(text, context),
            scanner,
            scopes: Vec::new(),
            counted: 0,
            rubies: 0,
            language: None,
            candidates: Vec::new(),
            leaks: Leaks::new(text, kind),
            containers: Containers::default(),
            fenced: false,
            depth: 0,
            backquote: if lines {
                memchr(b'`', text.as_bytes()).unwrap_or(text.len())
            } else {
                text.len()
            },
            no_end_tag: Vec::new(),
        }
    }

    /// The blocks of the whole text.
    pub(super) fn walk(mut self) -> Parsed<'t> {
        self.walk_all();
        self.break_flow();
        let mut builder = self.builder;
        duplicate::settle(&mut builder, &self.candidates);
        if self.options.main_content && !self.lines {
            let keep = self.containers.article(&builder.blocks, &builder.features);
            builder.discard(&keep, Reason::Boilerplate);
        }
        boilerplate::treat(&mut builder, self.options);
        builder.finish(self.language)
    }

    fn walk_all(&mut self) {
        if self.lines {
            self.walk_lines();
        } else {
            self.walk_page();
        }
    }

    fn walk_page(&mut self) {
        let bytes = self.bytes;
        let mut at = 0;
        while let Some(first) = bytes.get(at) {
            if *first == b'<' {
                at = self.markup(at);
                continue;
            }
            // Most of what is between tags is white space.
            let text = at + spaces(&bytes[at..]);
            if bytes.get(text).is_none_or(|byte| *byte == b'<') {
                self.space(at..text);
                at = text;
                continue;
            }
            let stop = memchr2(b'<', b'&', &bytes[text..]);
            let stop = stop.map_or(bytes.len(), |length| text + length);
            if let Some(next) = self.leak(at, stop) {
                at = next;
                continue;
            }
            self.copy(at..stop);
            at = match bytes.get(stop) {
                Some(b'&') => self.reference(stop),
                _ => stop,
            };
        }
    }

    /// Reads the `<` at `at`; returns where to go on.
    fn markup(&mut self, at: usize) -> usize {
        match self.bytes.get(at + 1) {
            Some(b'!' | b'?') => self.declaration(at),
            Some(b'/')
                if self
                    .bytes
                    .get(at + 2)
                    .is_none_or(|byte| !byte.is_ascii_alphabetic()) =>
            {
                self.declaration(at)
            }
            Some(byte) if byte.is_ascii_alphabetic() || *byte == b'/' => {
                if self.lines && !stray::may_begin_tag(self.bytes, at) {
                    return self.literal(at);
                }
                let Some(tag) = self.scanner.tag(at) else {
                    return self.literal(at);
                };
                let key = element::key_at(self.bytes, tag.name.clone());
                let class = element::class(key);
                let told = !self.lines && (tag.closing || class.is_some());
                if !told && !self.is_tag(at, &tag) {
                    return self.literal(at);
                }
                self.tag(at, &tag, key, class)
            }
            _ => self.literal(at),
        }
    }

    /// Whether the tag is one, as far as its name does not tell.
    fn is_tag(&self, at: usize, tag: &Tag) -> bool {
        let attributes = &self.scanner.attributes;
        stray::is_tag(self.text, at, tag, attributes, self.lines, self.backquote)
    }

    /// The `<` is text, unless the line was cut off in a tag's name.
    fn literal(&mut self, at: usize) -> usize {
        if self.lines
            && let Some(end) = stray::cut_name(self.bytes, at)
        {
            self.builder.remark(NoteKind::Truncated, at..end);
            self.builder.drop(at..end, Reason::Markup);
            return end;
        }
        self.copy(at..at + 1);
        at + 1
    }

    /// `<!`, `<?`, `</` and no name: a comment, a doctype, CDATA, or what browsers
    /// take for a comment.
    fn declaration(&mut self, at: usize) -> usize {
        if self.lines && !stray::may_begin_declaration(&self.bytes[at..]) {
            return self.literal(at);
        }
        let Some(declaration) = self.scanner.declaration(at) else {
            return self.literal(at);
        };
        if declaration.broken {
            self.builder
                .remark(NoteKind::BrokenTag, at..declaration.end);
        }
        match declaration.what {
            What::Data => {
                let content = declaration.content;
                self.builder.drop(at..content.start, Reason::Markup);
                if self.xml && self.depth < LAYERS && self.text[content.clone()].contains('<') {
                    self.graft(&Layer::of(self.text, content.clone()), content.clone());
                } else {
                    self.copy(content.clone());
                }
                self.builder
                    .drop(content.end..declaration.end, Reason::Markup);
            }
            What::Comment => self.builder.drop(at..declaration.end, Reason::Comment),
            What::Doctype | What::Bogus => self.builder.drop(at..declaration.end, Reason::Markup),
        }
        declaration.end
    }

    /// Takes a tag whose name has this key, and is that of an element of HTML if it has a class;
    /// returns where to go on.
    fn tag(&mut self, at: usize, tag: &Tag, key: u128, class: Option<Class>) -> usize {
        let class = if self.xml {
            element::xml_class(key)
        } else if key == NOSCRIPT && self.options.noscript {
            Class::Flow
        } else if key == XML && office::is_island(self.bytes, tag.end) {
            Class::Raw(Reason::Hidden)
        } else {
            class.unwrap_or(Class::Inline)
        };
        match class {
            Class::Inline | Class::Link | Class::Code => self.builder.border(),
            Class::Raw(_) if !self.lines => self.builder.border(),
            Class::Hidden | Class::Ruby => {}
            _ => self.break_flow(),
        }
        if tag.broken {
            self.builder.remark(NoteKind::BrokenTag, at..tag.end);
        }
        let contains = self.options.main_content && article::is_container(key);
        if tag.closing {
            self.builder.drop(at..tag.end, Reason::Markup);
            // No other element is a scope, but for its language.
            if self.counted > 0 || element::is_scope(class) {
                self.close(key);
            }
            if contains {
                self.containers.close(key);
                self.builder.container = self.containers.current();
            }
            return tag.end;
        }
        let language = self.attributes(at, tag, key);
        if contains && !tag.empty {
            let values = self
                .scanner
                .attributes
                .iter()
                .filter(|attribute| {
                    let name = &self.text[attribute.name.clone()];
                    ["class", "id", "role", "itemprop"]
                        .iter()
                        .any(|known| name.eq_ignore_ascii_case(known))
                })
                .map(|attribute| &self.text[attribute.value.clone()]);
            let hidden = self.scanner.attributes.iter().any(|attribute| {
                let name = &self.text[attribute.name.clone()];
                let value = &self.bytes[attribute.value.clone()];
                name.eq_ignore_ascii_case("hidden")
                    || (name.eq_ignore_ascii_case("style") && article::is_hidden(value))
            });
            self.containers.open(key, values, hidden);
            self.builder.container = self.containers.current();
        }
        match class {
            Class::Raw(reason) if !(self.xml && tag.empty) => return self.raw(key, tag, reason),
            Class::Plain(kind) if !self.xml => return self.plain(key, tag, kind),
            _ => self.open(key, class, language, tag.empty),
        }
        tag.end
    }

    /// Opens a scope if the element needs one.
    fn open(&mut self, key: u128, class: Class, language: Option<Language>, empty: bool) {
        if empty && (self.xml || !element::is_scope(class)) {
            return;
        }
        if !element::is_scope(class) && language.is_none() {
            if self.counted > 0
                && let Some(scope) = self.find(key)
            {
                self.scopes[scope].inner += 1;
            }
            return;
        }
        if matches!(
            class,
            Class::Kind(BlockKind::Item | BlockKind::Cell | BlockKind::Control)
                | Class::Ruby
                | Class::Hidden
                | Class::Link
        ) && self.scopes.last().is_some_and(|scope| scope.key == key)
        {
            self.pop(self.scopes.len() - 1);
        }
        let (mut context, hidden, code) = match self.scopes.last() {
            Some(scope) => (scope.context, scope.hidden, scope.code),
            None => (self.builder.context, false, false),
        };
        if let Some(language) = language {
            context.language = Some(self.builder.add_language(language));
        }
        match class {
            Class::Kind(kind) if !self.lines => context.kind = kind,
            Class::Link => context.link = true,
            Class::Region if !self.lines => {
                context.kind = BlockKind::Paragraph;
                context.aside |= matches!(key, NAV | FOOTER | ASIDE);
            }
            Class::Pre if !self.lines => {
                context.kind = BlockKind::Preformatted;
                context.preformatted = true;
            }
            Class::Ruby => {
                context.kind = BlockKind::Ruby;
                self.rubies += 1;
                self.builder.suspend();
            }
            _ => {}
        }
        self.counted += usize::from(!element::is_scope(class));
        self.builder.context = context;
        self.scopes.push(Scope {
            key,
            class,
            context,
            hidden: hidden || class == Class::Hidden,
            code: code || matches!(class, Class::Code | Class::Pre),
            inner: 0,
        });
    }

    fn close(&mut self, key: u128) {
        if let Some(index) = self.find(key) {
            if self.scopes[index].inner > 0 {
                self.scopes[index].inner -= 1;
            } else {
                self.pop(index);
            }
        }
    }

    fn find(&self, key: u128) -> Option<usize> {
        let reach = self.scopes.len().saturating_sub(LOOK_BACK);
        self.scopes[reach..]
            .iter()
            .rposition(|scope| scope.key == key)
            .map(|index| reach + index)
    }

    /// Closes the scopes from `index` on.
    fn pop(&mut self, index: usize) {
        while self.scopes.len() > index {
            if let Some(scope) = self.scopes.pop() {
                self.counted -= usize::from(!element::is_scope(scope.class));
                if scope.class == Class::Ruby {
                    self.rubies -= 1;
                    self.builder.resume();
                }
            }
        }
        self.restore_context();
    }

    fn restore_context(&mut self) {
        self.builder.context = match self.scopes.last() {
            Some(scope) => scope.context,
            None => self.outermost(),
        };
    }

    fn outermost(&self) -> Context {
        let mut context = Context::new(if self.lines {
            BlockKind::Line
        } else {
            BlockKind::Paragraph
        });
        context.keep_space = self.lines;
        context
    }

    /// Ends the open block, and any ruby text in it.
    fn break_flow(&mut self) {
        let reach = self.scopes.len().saturating_sub(LOOK_BACK);
        if self.rubies > 0
            && let Some(ruby) = self.scopes[reach..]
                .iter()
                .position(|scope| scope.class == Class::Ruby)
        {
            self.pop(reach + ruby);
        }
        self.builder.end();
    }

    fn is_hidden(&self) -> bool {
        self.scopes.last().is_some_and(|scope| scope.hidden)
    }

    /// Content that is no text: up to its end tag.
    fn raw(&mut self, key: u128, tag: &Tag, reason: Reason) -> usize {
        if tag.empty && self.lines {
            return tag.end;
        }
        match self.end_tag(key, &self.bytes[tag.name.clone()], tag.end) {
            Some(end) => {
                self.builder.drop(tag.end..end, reason);
                end
            }
            None if self.lines => tag.end,
            None => {
                let end = self.bytes.len();
                self.builder.drop(tag.end..end, reason);
                end
            }
        }
    }

    /// Content in which only entities count: up to its end tag.
    fn plain(&mut self, key: u128, tag: &Tag, kind: BlockKind) -> usize {
        let Some(end) = self.end_tag(key, &self.bytes[tag.name.clone()], tag.end) else {
            return tag.end;
        };
        if !self.lines {
            let outer = std::mem::replace(&mut self.builder.context.kind, kind);
            let mut at = tag.end;
            while at < end {
                let Some(length) = memchr(b'&', &self.bytes[at..end]) else {
                    break;
                };
                self.copy(at..at + length);
                at = self.reference(at + length);
            }
            self.copy(at.min(end)..end);
            self.break_flow();
            self.builder.context.kind = outer;
            return end.max(at);
        }
        tag.end
    }

    /// Where the next end tag of the element begins.
    fn end_tag(&mut self, key: u128, name: &[u8], from: usize) -> Option<usize> {
        if self
            .no_end_tag
            .iter()
            .any(|(known, place)| *known == key && from >= *place)
        {
            return None;
        }
        let mut at = from;
        while let Some(length) = memmem::find(&self.bytes[at..], b"</") {
            let start = at + length + 2;
            let found = self.bytes.get(start..start + name.len());
            if found.is_some_and(|found| found.eq_ignore_ascii_case(name))
                && self
                    .bytes
                    .get(start + name.len())
                    .is_none_or(|byte| is_space(*byte) || matches!(byte, b'>' | b'/'))
            {
                return Some(start - 2);
            }
            at = start;
        }
        self.no_end_tag.push((key, from));
        None
    }
}

const NOSCRIPT: u128 = key(b"noscript");
const XML: u128 = key(b"xml");
const NAV: u128 = key(b"nav");
const FOOTER: u128 = key(b"footer");
const ASIDE: u128 = key(b"aside");
