//! A Latin run in, whether it reads as the heading of a part of a text out: `Return Policy`,
//! `About the Author`, `Getting Started`.

use super::{body, pair, words};

/// Words that headings begin with.
const FIRST: [&str; 40] = [
    "about",
    "after",
    "appendix",
    "becoming",
    "before",
    "between",
    "build",
    "building",
    "chapter",
    "choosing",
    "create",
    "creating",
    "explore",
    "exploring",
    "frequently",
    "getting",
    "how",
    "introducing",
    "introduction",
    "lesson",
    "meet",
    "my",
    "our",
    "overview",
    "part",
    "preface",
    "section",
    "setting",
    "step",
    "table",
    "terms",
    "understanding",
    "using",
    "welcome",
    "what",
    "what's",
    "when",
    "where",
    "why",
    "your",
];
/// Words that headings end with, and names of products hardly.
const LAST: [&str; 179] = [
    "abstract",
    "account",
    "acknowledgements",
    "acknowledgments",
    "advantages",
    "agenda",
    "analysis",
    "announcements",
    "answers",
    "applications",
    "architecture",
    "arrivals",
    "articles",
    "attractions",
    "background",
    "basics",
    "benefits",
    "bibliography",
    "biographies",
    "biography",
    "calendar",
    "careers",
    "case",
    "cases",
    "challenges",
    "checklist",
    "comments",
    "comparison",
    "concepts",
    "conclusion",
    "conclusions",
    "considerations",
    "contents",
    "contributions",
    "conventions",
    "costs",
    "coverage",
    "criteria",
    "dates",
    "definition",
    "definitions",
    "deliverables",
    "delivery",
    "description",
    "details",
    "directions",
    "disadvantages",
    "disclaimer",
    "discussion",
    "discussions",
    "education",
    "effects",
    "employment",
    "evaluation",
    "events",
    "examples",
    "exercises",
    "experience",
    "experiments",
    "features",
    "fees",
    "findings",
    "formulation",
    "formulations",
    "foundations",
    "framework",
    "fundamentals",
    "gallery",
    "goals",
    "guide",
    "guidelines",
    "highlights",
    "history",
    "implementation",
    "implementations",
    "implications",
    "information",
    "ingredients",
    "installation",
    "instructions",
    "introduction",
    "itinerary",
    "knowledge",
    "learned",
    "levels",
    "limitations",
    "materials",
    "method",
    "methodology",
    "methods",
    "mission",
    "motivation",
    "motivations",
    "notes",
    "notice",
    "notification",
    "objective",
    "objectives",
    "operations",
    "opportunities",
    "options",
    "outline",
    "overview",
    "parameters",
    "participants",
    "payment",
    "people",
    "philosophy",
    "policies",
    "policy",
    "posts",
    "precautions",
    "preliminaries",
    "preparation",
    "preprocessing",
    "prerequisites",
    "principles",
    "problems",
    "procedure",
    "procedures",
    "process",
    "products",
    "qualifications",
    "questions",
    "rationale",
    "reading",
    "recommendations",
    "reference",
    "references",
    "remarks",
    "reminder",
    "reminders",
    "requirements",
    "resources",
    "responsibilities",
    "results",
    "returns",
    "review",
    "reviews",
    "rules",
    "safety",
    "schedule",
    "scope",
    "services",
    "setup",
    "shipping",
    "significance",
    "sources",
    "specifications",
    "statement",
    "steps",
    "stories",
    "story",
    "structure",
    "studies",
    "study",
    "subjects",
    "suggestions",
    "summary",
    "survey",
    "syllabus",
    "symptoms",
    "team",
    "technique",
    "techniques",
    "testimonials",
    "theories",
    "tips",
    "troubleshooting",
    "tutorial",
    "tutorials",
    "types",
    "usage",
    "values",
    "vocabulary",
    "warranty",
    "work",
    "workflow",
    "works",
];
/// The fewest and the most words.
const WORDS: std::ops::RangeInclusive<usize> = 2..=6;
/// The longest, in bytes.
const LONGEST: usize = 48;

/// Whether the text reads as a heading.
pub(super) fn is_heading(text: &str) -> bool {
    if text.len() > LONGEST || !text.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    if text.contains(|c: char| !(c.is_ascii_alphabetic() || " -'&,".contains(c))) {
        return false;
    }
    let mut words = body::words_of(text);
    let (Some(first), Some(last)) = (words.next(), words.next_back()) else {
        return false;
    };
    let listed = |list: &[&str], word: &str| {
        list.binary_search_by(|listed| {
            let lower = word.bytes().map(|byte| byte.to_ascii_lowercase());
            listed.bytes().cmp(lower)
        })
        .is_ok()
    };
    WORDS.contains(&(words.count() + 2))
        && last.starts_with(|c: char| c.is_ascii_uppercase())
        && (listed(&FIRST, first) || listed(&LAST, last))
        && body::words_of(text)
            .filter(|word| word.len() > 3 && !listed(&FIRST, word))
            .all(pair::is_ordinary)
}

/// Whether a word is a short one that is no English word: `VS`, `Azure`.
pub(super) fn is_brief_name(word: &str) -> bool {
    let capitals = word.bytes().all(|byte| !byte.is_ascii_lowercase());
    (capitals || word.len() < LONGEST_BRIEF)
        && word.len() > 1
        && !pair::is_ordinary(word)
        && !words::role_of_ascii(word.as_bytes()).link
}

/// Longer words that the list of English words does not have are rather rare words than names.
const LONGEST_BRIEF: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings() {
        for text in [
            "Return Policy",
            "About the Author",
            "Getting Started",
            "What's New",
            "Experimental Results and Analysis",
            "Terms of Use",
        ] {
            assert!(is_heading(text), "{text}");
        }
        for text in [
            "Policy",
            "Visual Studio Code",
            "Windows Update",
            "Apple Music",
            "How to install it",
            "Spring Boot",
            "",
        ] {
            assert!(!is_heading(text), "{text}");
        }
    }

    #[test]
    fn the_lists_are_sorted() {
        assert!(FIRST.is_sorted_by(|one, next| one < next));
        assert!(LAST.is_sorted_by(|one, next| one < next));
    }
}
