#!/usr/bin/env python3
"""Packages of the registries in, text for `train_language` out: per source a folder
with `XX.txt.gz` (lines) and `XX.words.gz` (word, tab, count).

    gather.py FOLDER --text FOLDER [--only SOURCE,...] [--leave-out FILE.tsv[.gz] ...]

Standard library only; packages come by the registries' ordinary clients (cargo, npm,
apt-get, pip), each of a fixed version and under a licence that lets statistics of it
ship: see `SOURCES` at the end. `--text` is the first folder of the trainer: it helps to
tell what is foreign in a list of words. `--leave-out` names labelled test sets (language,
tab, text): a line or a word that is the same but for case and punctuation is left out.
"""

import argparse
import ast
import collections
import glob
import gzip
import hashlib
import json
import os
import re
import subprocess
import struct
import tarfile
import unicodedata
import zipfile
from fractions import Fraction
from math import lcm


def key(text):
    """A text without case and punctuation."""
    kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in text.lower())
    return " ".join("".join(kept).split())


class Output:
    """Writes a source's folder, clean and without what is left out."""

    def __init__(self, folder, left_out, text):
        self.folder, self.left_out, self.text = folder, left_out, text
        os.makedirs(folder, exist_ok=True)

    def write(self, name, rows):
        data = "".join(row + "\n" for row in rows).encode()
        # No time and no name in the file: the same text gives the same bytes.
        with open(os.path.join(self.folder, name), "wb") as raw:
            with gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
                packed.write(data)
        print(f"{os.path.basename(self.folder):12} {name:18} {len(rows):7} rows {len(data):9} bytes", flush=True)

    def lines(self, tag, lines, english, shortest=4):
        """Translated sentences: those of fewer words are names of menus and buttons."""
        english = {key(line) for line in english} if tag != "en" else set()
        seen = set()
        rows = []
        for line in lines:
            line = clean(line, tag, shortest)
            if line is None:
                continue
            one = key(line)
            if one not in seen and one not in english and one not in self.left_out:
                seen.add(one)
                rows.append(line)
        # Those that a hash chooses, not those that come first.
        rows.sort(key=lambda row: hashlib.sha256(row.encode()).digest())
        if rows:
            self.write(f"{tag}.txt.gz", sorted(rows[:MOST_LINES]))

    def terms(self, tag, terms, english):
        """Common nouns and terms: their words, flat, without what is English too."""
        english = {word for term in english for word in key(term).split()} if tag != "en" else set()
        counts = collections.Counter()
        for term in terms:
            term = clean(term, tag, 1)
            if term is not None:
                counts.update(set(word for word in key(term).split() if word not in english and len(word) > 1))
        # How often a term has a word says little: its square root.
        self.words(tag, {word: round(count**0.5, 3) for word, count in counts.items()})

    def words(self, tag, counts):
        """Counts of words, the commonest first, as integers."""
        rows = [(word, max(1, round(10 * count))) for word, count in counts.items() if key(word) not in self.left_out]
        rows.sort(key=lambda row: (-row[1], row[0]))
        if rows:
            self.write(f"{tag}.words.gz", [f"{word}\t{count}" for word, count in rows])


# The tags of the trainer, where a source has others.
TAGS = {
    "fil": "tl", "no": "nb", "nb-no": "nb", "nn-no": "nn", "pt-br": "pt", "pt-pt": "pt", "es-419": "es",
    "es-es": "es", "sv-se": "sv", "hr-hr": "hr", "sk-sk": "sk", "tr-tr": "tr", "id-id": "id", "az-az": "az",
    "is-is": "is", "fa-ir": "fa", "fr-fr": "fr", "de-de": "de", "it-it": "it", "nl-nl": "nl", "da-dk": "da",
    "cs-cz": "cs", "pl-pl": "pl", "ru-ru": "ru", "uk-ua": "uk", "vi-vn": "vi", "bn-bd": "bn", "ar-aa": "ar",
    "fil-ph": "tl", "mk-mk": "mk", "sr-latn": "sr-Latn", "nl-be": "nl", "be-tarask": "",
}  # fmt: skip

# The languages of scripts that several share; the rest are told by their script.
LANGUAGES = (
    "af sq ar az eu be nb bs bg ca hr cs da nl en eo et fi fr lg de hu is id ga it kk la lv lt mk ms mi mn nn fa "
    "pl pt ro ru sr sn sk sl so st es sw sv tl ts tn tr uk ur vi cy xh yo zu mr hi ne bn as gl br fo fy gd ha ig "
    "jv ku lb mg mt oc rw uz ky tg tt ckb ps ug sr-Latn"
).split()
CYRILLIC = "be bg kk ky mk mn ru sr tg tt uk".split()
ARABIC = "ar ckb fa ps ug ur".split()
DEVANAGARI = "hi mr ne".split()
BENGALI = "as bn".split()

# Marks of strings that are filled in, of markup, addresses and programs.
NO_TEXT = re.compile(r"[%{}<>|\\=$@_~^*`\[\]]|://|www\.|&\w+;|\w\.\w\w")

# So many lines of a source a language.
MOST_LINES = 12_000


def tag_of(name):
    """The trainer's tag of a locale; nothing for one it has not."""
    name = name.replace("_", "-").replace("@", "-").lower()
    tag = TAGS.get(name, name)
    return tag if tag in LANGUAGES else None


def script_of(tag):
    for tags, name in [(CYRILLIC, "CYRILLIC"), (ARABIC, "ARABIC"), (DEVANAGARI, "DEVANAGARI"), (BENGALI, "BENGALI")]:
        if tag in tags:
            return name
    return "LATIN"


def clean(text, tag, shortest):
    """A line as it is kept, or nothing."""
    text = " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())
    if NO_TEXT.search(text) or len(text.split()) < shortest:
        return None
    letters = [c for c in text if c.isalpha()]
    own = sum(unicodedata.name(c, "").startswith(script_of(tag)) for c in letters)
    return text[:400] if letters and own >= 0.85 * len(letters) else None


# Words out of the n-gram tables of lingua.

LINGUA = {
    "af": "afrikaans", "sq": "albanian", "ar": "arabic", "az": "azerbaijani", "eu": "basque",
    "be": "belarusian", "nb": "bokmal", "bs": "bosnian", "bg": "bulgarian", "ca": "catalan",
    "hr": "croatian", "cs": "czech", "da": "danish", "nl": "dutch", "en": "english",
    "eo": "esperanto", "et": "estonian", "fi": "finnish", "fr": "french", "lg": "ganda",
    "de": "german", "hu": "hungarian", "is": "icelandic", "id": "indonesian", "ga": "irish",
    "it": "italian", "kk": "kazakh", "la": "latin", "lv": "latvian", "lt": "lithuanian",
    "mk": "macedonian", "ms": "malay", "mi": "maori", "mn": "mongolian", "nn": "nynorsk",
    "fa": "persian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sn": "shona", "sk": "slovak", "sl": "slovene", "so": "somali",
    "st": "sotho", "es": "spanish", "sw": "swahili", "sv": "swedish", "tl": "tagalog",
    "ts": "tsonga", "tn": "tswana", "tr": "turkish", "uk": "ukrainian", "ur": "urdu",
    "vi": "vietnamese", "cy": "welsh", "xh": "xhosa", "yo": "yoruba", "zu": "zulu",
}  # fmt: skip

# So many words a language.
MOST_WORDS = 60_000


def lingua(out, work):
    """The tables say how often every run of up to five letters occurs in news, and thereby
    how often it begins and ends a word: that is a chain, and its likeliest words are nearly
    all real ones."""
    packages = {tag: f"lingua-{name}-language-model" for tag, name in LINGUA.items()}
    crates = cargo({package: "1.0.0" for package in packages.values()}, work)
    for tag, package in packages.items():
        counts = ngram_counts(os.path.join(crates, f"{package}-1.0.0", "models"))
        out.words(tag, chain_words(counts))


def ngram_counts(folder):
    """Per length how often every n-gram occurs, out of what part of its beginning it is."""
    counts = [{"": 0}]
    for length, name in enumerate(["unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams"]):
        with zipfile.ZipFile(os.path.join(folder, name + ".json.zip")) as archive:
            table = json.loads(archive.read(archive.namelist()[0]))["ngrams"]
        parts = [part.split("/") for part in table]
        if length == 0:
            counts[0][""] = lcm(*(int(part[1]) for part in parts))
        longer = {}
        for (over, under), ngrams in zip(parts, table.values()):
            over, under = int(over), int(under)
            for ngram in ngrams.split(" "):
                longer[ngram] = counts[length].get(ngram[:-1], 0) * over // under
        counts.append(longer)
    return counts


def chain_words(counts):
    """The likeliest words of the chain of order four, and how often each is expected."""
    starts, ends = [{}], [{}]
    for length in range(1, 5):
        begin = dict(counts[length])
        end = dict(counts[length])
        for ngram, count in counts[length + 1].items():
            begin[ngram[1:]] = begin.get(ngram[1:], 0) - count
            end[ngram[:-1]] = end.get(ngram[:-1], 0) - count
        starts.append(begin)
        ends.append(end)
    words = collections.Counter()
    for length in range(1, 4):
        whole = dict(starts[length])
        for ngram, count in starts[length + 1].items():
            if ngram[:-1] in whole:
                whole[ngram[:-1]] -= count
        for word, count in whole.items():
            if count > 0:
                words[word] = count
    after = collections.defaultdict(list)
    for ngram, count in counts[5].items():
        after[ngram[:-1]].append((ngram[-1], count))
    total = sum(count for count in starts[1].values() if count > 0)
    least = total / 4e6
    while True:
        longer = {}
        queue = [(gram, count) for gram, count in starts[4].items() if count >= least]
        while queue and len(longer) <= 3 * MOST_WORDS:
            word, count = queue.pop()
            last = word[-4:]
            all_of_it = counts[4][last]
            whole = count * ends[4][last] / all_of_it
            if whole >= least:
                longer[word] = round(whole, 3)
            if len(word) < 24:
                for letter, often in after[last]:
                    onward = count * often / all_of_it
                    if onward >= least:
                        queue.append((word + letter, onward))
        if len(longer) <= 3 * MOST_WORDS:
            break
        least *= 2
    words.update(longer)
    return dict(sorted(words.items(), key=lambda row: (-row[1], row[0]))[:MOST_WORDS])


# Words out of the dictionaries of Tesseract.

TESSERACT = {
    "af": "afr", "ar": "ara", "as": "asm", "az": "aze", "be": "bel", "bn": "ben", "bs": "bos", "br": "bre",
    "bg": "bul", "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan", "de": "deu", "en": "eng", "eo": "epo",
    "et": "est", "eu": "eus", "fo": "fao", "fa": "fas", "tl": "fil", "fi": "fin", "fr": "fra", "fy": "fry",
    "gd": "gla", "ga": "gle", "gl": "glg", "hi": "hin", "hr": "hrv", "hu": "hun", "id": "ind", "is": "isl",
    "it": "ita", "jv": "jav", "kk": "kaz", "ky": "kir", "ku": "kmr", "la": "lat", "lv": "lav", "lt": "lit",
    "lb": "ltz", "mr": "mar", "mk": "mkd", "mt": "mlt", "mn": "mon", "mi": "mri", "ms": "msa", "ne": "nep",
    "nl": "nld", "nb": "nor", "oc": "oci", "pl": "pol", "pt": "por", "ps": "pus", "ro": "ron", "ru": "rus",
    "sk": "slk", "sl": "slv", "es": "spa", "sq": "sqi", "sr": "srp", "sr-Latn": "srp-latn", "sw": "swa",
    "sv": "swe", "tt": "tat", "tg": "tgk", "tr": "tur", "ug": "uig", "uk": "ukr", "ur": "urd", "uz": "uzb",
    "vi": "vie", "yo": "yor",
}  # fmt: skip

# So many words a language of these.
MOST_LISTED = 150_000

# How much commoner a word is that is listed in small letters, with a capital and in capitals
# than one in one form: by the tables of lingua, 12 to 40 times.
FORM = 4


def tesseract(out, work):
    """What words look like to a reader of scanned pages: those of the web, each in the forms
    that it was seen in, but not how often. Comes last: the other sources tell what is foreign."""
    foreign = Foreign(out.text, os.path.dirname(out.folder))
    for tag, name in TESSERACT.items():
        folder = debian(f"tesseract-ocr-{name}", "1:4.1.0-2", work)
        path = os.path.join(folder, "usr/share/tesseract-ocr/5/tessdata", name.replace("-", "_") + ".traineddata")
        with open(path, "rb") as file:
            listed = dictionary(file.read())
        forms = collections.defaultdict(set)
        for word in listed:
            small = unicodedata.normalize("NFC", word.lower())
            letters = all(unicodedata.category(c)[0] in "LM" or c in INSIDE for c in small)
            if letters and 2 < len(small) and word in (word.lower(), word.capitalize(), word.upper()):
                forms[small].add("small" if word == word.lower() else "capital" if word == word.capitalize() else "all")
        # A name has one form; in German a noun too.
        words = [word for word, seen in forms.items() if "small" in seen or len(seen) > 1 or tag == "de"]
        counts = {word: FORM ** (len(forms[word]) - 1) for word in foreign.without(tag, words)}
        order = sorted(counts, key=lambda word: (-counts[word], hashlib.sha256(word.encode()).digest()))
        out.words(tag, {word: counts[word] for word in order[:MOST_LISTED]})


# The parts of a file of trained data that hold the words and the letters they are made of.
WORDS_PART, LETTERS_PART = 19, 21


def dictionary(data):
    """The words of a file of trained data: paths through a graph, whose edges have from the
    lowest bit up a letter, whether it is the last of its node, a direction, whether a word
    ends there, and the next node."""
    (count,) = struct.unpack_from("<i", data)
    starts = struct.unpack_from(f"<{count}q", data, 4)
    ends = [*sorted(start for start in starts if start >= 0), len(data)]

    def part(number):
        return data[starts[number] : ends[ends.index(starts[number]) + 1]]

    letters = [row.split(" ")[0] for row in part(LETTERS_PART).decode("utf-8").split("\n")[1:]]
    graph = part(WORDS_PART)
    magic, size, count = struct.unpack_from("<hii", graph)
    if magic != 42:
        raise ValueError("no dictionary")
    edges = struct.unpack_from(f"<{count}Q", graph, 10)
    bits = size.bit_length()
    queue = [(0, "")]
    while queue:
        place, word = queue.pop()
        last = False
        while not last:
            edge = edges[place]
            longer = word + letters[edge & ((1 << bits) - 1)]
            flags, following = edge >> bits & 7, edge >> (bits + 3)
            last = bool(flags & 1)
            if flags & 4:
                yield longer
            if following and len(longer) < 40:
                queue.append((following, longer))
            place += 1


# What is foreign in a list without counts. Pages of the web in one language have words of others
# in them: the Norwegian list has Nynorsk, the Galician one Spanish, nearly all have English. Words
# go that another language has far more of. A list that is for a great part of such words goes as a
# whole, for its rare words may be of any language.

# A word is foreign that another language has so many times as much of.
FAR_MORE = 10

# A list that has this part of the commonest words, of so many letters or more, of three languages
# beside English is not of one language. Those of Breton, Faroese, Latin and Occitan have 34 to 50 in
# 100 of the third, all others 18 at most. English is in all but a few: a quarter to a half of it.
NOT_OF_ONE = 0.25
COMMONEST, LONG = 6000, 5

# What has fewer words than these does not say what is common.
FEW = 10_000

# Marks inside words.
INSIDE = "'’\u200c\u200d"


class Foreign:
    """Knows how common words are in every language: by the lines of the folder `text` and of the
    sources in the folder `more`, by the tables of lingua, and for what a language has itself by the
    lists in `text` too, which have words of others in them."""

    def __init__(self, text, more):
        self.text, self.more, self.tables = text, more, os.path.join(more, "lingua")
        self.common, self.commonest = {}, {}
        for tag in LANGUAGES:
            self.common[tag] = shares([source for source in self.counted(tag) if sum(source.values()) >= FEW])[0]
            table = (word for word, _ in counts(self.tables, tag).most_common(COMMONEST))
            self.commonest[tag] = {word for word in table if len(word) >= LONG}

    def counted(self, tag):
        """How often words occur in the lines, and in the table."""
        lines = collections.Counter()
        for folder in [self.text, *sorted(glob.glob(os.path.join(self.more, "*")))]:
            for line in rows(folder, f"{tag}.txt.gz"):
                lines.update(line.lower().translate(LETTERS).split())
        return [lines, counts(self.tables, tag)]

    def without(self, tag, words):
        """The words that are not foreign; none of a list that is not of one language."""
        own, least = shares([*self.counted(tag), counts(self.text, tag)])
        others = [other for other in LANGUAGES if other != tag and script_of(other) == script_of(tag)]
        listed = set(words)
        parts, elsewhere = [], {}
        for other in others:
            missing = self.commonest[other] - own.keys()
            if other != "en" and missing:
                parts.append((len(missing & listed) / len(missing), other))
            common = self.common[other]
            for word in listed & common.keys():
                elsewhere[word] = max(common[word], elsewhere.get(word, 0))
        parts = sorted(parts, reverse=True)[:3]
        kept = []
        if len(parts) < 3 or parts[-1][0] < NOT_OF_ONE:
            kept = [word for word in words if elsewhere.get(word, 0) < FAR_MORE * own.get(word, least)]
        found = ", ".join(f"{part:.2f} of {other}" for part, other in parts)
        print(f"{tag}: {len(words) - len(kept)} foreign words of {len(words)}; has {found}", flush=True)
        return kept


class Letters(dict):
    """Letters and marks as they are, a space for all else."""

    def __missing__(self, code):
        self[code] = chr(code) if unicodedata.category(chr(code))[0] in "LM" or chr(code) in INSIDE else " "
        return self[code]


LETTERS = Letters()


def rows(folder, name):
    """The lines of a packed file, if there is one."""
    path = os.path.join(folder, name)
    if os.path.exists(path):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from (line.rstrip("\n") for line in file)


def counts(folder, tag):
    """A list of words with how often each occurs."""
    counts = collections.Counter()
    for row in rows(folder, f"{tag}.words.gz"):
        word, _, count = row.partition("\t")
        counts[word.lower()] += float(count)
    return counts


def shares(sources):
    """What share of its text every word has in the source that has most of it, and the least
    share that a word can have: a word that none has may be as common."""
    highest, least = {}, 1.0
    for source in filter(None, sources):
        total = sum(source.values())
        least = min(least, min(source.values()) / total)
        for word, count in source.items():
            highest[word] = max(highest.get(word, 0), count / total)
    return highest, least


# Sentences of translations.


def texts(value):
    """Every text in what JSON holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def write_lines(out, found):
    """Lines of locales, several of which may be one language."""
    merged = collections.defaultdict(list)
    for name, lines in sorted(found.items()):
        tag = tag_of(name)
        if tag:
            merged[tag].extend(lines)
    for tag in sorted(merged):
        out.lines(tag, merged[tag], merged["en"])


def chromium(out, work):
    """Settings, warnings and help."""
    folder = debian("chromium-l10n", "156.0.8078.108-1~deb12u1", work)
    found = {}
    for path in glob.glob(os.path.join(folder, "usr/lib/chromium/locales/*.pak")):
        name = os.path.basename(path)[:-4]
        # The same again for readers of one gender.
        if "_" not in name:
            found["en" if name == "en-GB" else name] = pak(path)
    write_lines(out, found)


def pak(path):
    """The strings of a resource file, version 5."""
    with open(path, "rb") as file:
        data = file.read()
    version, encoding, count, _ = struct.unpack_from("<IBxxxHH", data)
    if version != 5 or encoding != 1:
        raise ValueError(path)
    offsets = [struct.unpack_from("<HI", data, 12 + 6 * row)[1] for row in range(count + 1)]
    return [data[start:end].decode("utf-8", "replace") for start, end in zip(offsets, offsets[1:])]


def homeassistant(out, work):
    """What a house asks and answers."""
    found = collections.defaultdict(list)
    core, frontend = wheel("homeassistant", "2026.11.0", work), wheel("home-assistant-frontend", "20260128.6", work)
    for package, pattern in [
        (core, r"homeassistant/components/\w+/translations/([\w-]+)\.json"),
        (frontend, r"hass_frontend/static/translations/(?:[\w-]+/)?([\w-]+?)-[0-9a-f]{32}\.json"),
    ]:
        for locale, data in members(package, pattern):
            found[locale].extend(texts(json.loads(data)))
    write_lines(out, found)


def members(package, pattern):
    """The files of a wheel whose path is like this: the group in it, and what they hold."""
    with zipfile.ZipFile(package) as archive:
        for path in sorted(archive.namelist()):
            part = re.fullmatch(pattern, path)
            if part:
                yield part[1], archive.read(path)


def applications(out, work):
    """What programs for schools and for chats say."""
    found = collections.defaultdict(list)
    for locale, data in members(wheel("kolibri", "0.19.5", work), r"kolibri/locale/(\w+)/LC_MESSAGES/[\w.-]+\.json"):
        found[known_as(locale)].extend(texts(json.loads(data)))
    folder = os.path.join(npm("matrix-react-sdk", "3.60.0", work), "src/i18n/strings")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            found[known_as(name.removesuffix(".json"))].extend(texts(json.load(file)))
    write_lines(out, found)


def known_as(locale):
    """A locale with its region, or without one that nobody distinguishes."""
    return locale if tag_of(locale) else re.split("[_-]", locale)[0]


def catalogues(out, work):
    """Translation catalogues of web frameworks."""
    found = collections.defaultdict(list)
    for name, version in [("django", "5.2.19"), ("wagtail", "8.0.1"), ("apache-superset", "6.1.0")]:
        pattern = r".*/(?:locale|translations)/(\w+)/LC_MESSAGES/\w+\.po"
        for locale, data in members(wheel(name, version, work), pattern):
            for source, translated in catalogue(data.decode("utf-8")):
                found["en"].append(source)
                if translated != source:
                    found[locale].append(translated)
    write_lines(out, found)


def catalogue(text):
    """Pairs of a string and its translation, but for those in doubt."""
    for entry in text.split("\n\n"):
        if "\nmsgstr " in entry and not re.search(r"^#,.*fuzzy", entry, re.M):
            fields = {}
            for name, first in re.findall(r'^(msgid|msgstr) ((?:".*"\n?)+)', entry, re.M):
                fields[name] = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', first)).replace("\\n", " ").replace('\\"', '"')
            if fields.get("msgid") and fields.get("msgstr"):
                yield fields["msgid"], fields["msgstr"]


# Common nouns and terms.


def openstreetmap(out, work):
    """Names of what maps show, and help on drawing them."""
    schema = os.path.join(npm("@openstreetmap/id-tagging-schema", "7.2.0", work), "dist/translations")
    editor = os.path.join(npm("@openstreetmap/id", "2.42.2", work), "dist/locales")
    names, help_ = collections.defaultdict(list), collections.defaultdict(list)
    for folder, found in [(schema, names), (editor, help_)]:
        for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
            locale, _, rest = os.path.basename(path).partition(".")
            if tag_of(locale) and rest == ("json" if found is names else "min.json"):
                with open(path, encoding="utf-8") as file:
                    found[tag_of(locale)].extend(texts(json.load(file)))
    for tag in sorted(names.keys() | help_.keys()):
        out.lines(tag, help_[tag] + names[tag], help_["en"] + names["en"])
        out.terms(tag, names[tag], names["en"])


def emoji(out, work):
    """Keywords of emoji."""
    folder = os.path.join(npm("cldr-annotations-full", "48.2.0", work), "annotations")
    found = {}
    for name in sorted(os.listdir(folder)):
        if tag_of(name):
            with open(os.path.join(folder, name, "annotations.json"), encoding="utf-8") as file:
                found.setdefault(tag_of(name), []).extend(texts(json.load(file)["annotations"].get("annotations", {})))
    for tag, terms in sorted(found.items()):
        out.terms(tag, terms, found["en"])


def faker(out, work):
    """Common words that filler text is made of."""
    found = collections.defaultdict(list)
    with zipfile.ZipFile(wheel("faker", "40.54.0", work)) as archive:
        for path in sorted(archive.namelist()):
            part = re.fullmatch(r"faker/providers/lorem/(\w+)/__init__\.py", path)
            if part and part[1] != "la" and tag_of(part[1]):
                lists = ast.walk(ast.parse(archive.read(path)))
                tuples = [node for node in lists if isinstance(node, ast.Tuple)]
                found[tag_of(part[1])].extend(
                    node.value for one in tuples for node in one.elts
                    if isinstance(node, ast.Constant) and isinstance(node.value, str)
                )  # fmt: skip
    for tag, words in sorted(found.items()):
        out.terms(tag, words, [])


# The registries.


def once(folder, fetch):
    """A folder that is filled once."""
    if not os.path.isdir(folder):
        os.makedirs(folder + ".part", exist_ok=True)
        fetch(folder + ".part")
        os.rename(folder + ".part", folder)
    return folder


def run(*command, folder):
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def npm(name, version, work):
    """Fetches a package of npm; its folder."""

    def fetch(folder):
        run("npm", "pack", "--silent", f"{name}@{version}", folder=folder)
        with tarfile.open(glob.glob(os.path.join(folder, "*.tgz"))[0]) as archive:
            archive.extractall(folder, filter="data")

    return os.path.join(once(os.path.join(work, name.replace("/", "-").strip("@")), fetch), "package")


def debian(name, version, work):
    """Fetches a package of Debian; the folder of its files."""

    def fetch(folder):
        run("apt-get", "download", f"{name}={version}", folder=folder)
        run("dpkg-deb", "-x", os.path.basename(glob.glob(os.path.join(folder, "*.deb"))[0]), ".", folder=folder)

    return once(os.path.join(work, name), fetch)


def wheel(name, version, work):
    """Fetches a wheel; its path."""

    def fetch(folder):
        run("pip", "download", "--quiet", "--no-deps", "--ignore-requires-python", f"{name}=={version}", folder=folder)

    return glob.glob(os.path.join(once(os.path.join(work, name), fetch), "*.whl"))[0]


def cargo(packages, work):
    """Fetches crates; the folder that they are in."""
    folder = os.path.join(work, "crates")
    os.makedirs(os.path.join(folder, "src"), exist_ok=True)
    with open(os.path.join(folder, "Cargo.toml"), "w") as file:
        file.write('[package]\nname = "gather"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n[dependencies]\n')
        file.writelines(f'{name} = "={version}"\n' for name, version in packages.items())
    open(os.path.join(folder, "src", "lib.rs"), "w").close()
    subprocess.run(["cargo", "vendor", "--versioned-dirs", "--quiet"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return os.path.join(folder, "vendor")


# What is taken from where, and its licence:
#   lingua         crates lingua-*-language-model 1.0.0                     Apache-2.0
#   chromium       Debian chromium-l10n                                     BSD-3-Clause
#   homeassistant  PyPI homeassistant, home-assistant-frontend              Apache-2.0
#   applications   PyPI kolibri (MIT), npm matrix-react-sdk 3.60.0          Apache-2.0
#   catalogues     PyPI django, wagtail (BSD-3-Clause), apache-superset     Apache-2.0
#   openstreetmap  npm @openstreetmap/id-tagging-schema, @openstreetmap/id  ISC
#   emoji          npm cldr-annotations-full                                Unicode-3.0
#   faker          PyPI faker                                               MIT
#   tesseract      Debian tesseract-ocr-*                                   Apache-2.0
SOURCES = {
    "lingua": lingua,
    "chromium": chromium,
    "homeassistant": homeassistant,
    "applications": applications,
    "catalogues": catalogues,
    "openstreetmap": openstreetmap,
    "emoji": emoji,
    "faker": faker,
    "tesseract": tesseract,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--text", required=True)
    parser.add_argument("--only", default=",".join(SOURCES))
    parser.add_argument("--leave-out", nargs="*", default=[])
    arguments = parser.parse_args()
    left_out = set()
    for name in arguments.leave_out:
        opened = gzip.open if name.endswith(".gz") else open
        with opened(name, "rt", encoding="utf-8") as file:
            left_out.update(key(line.rstrip("\n").partition("\t")[2]) for line in file)
    work = os.path.join(arguments.folder, "packages")
    os.makedirs(work, exist_ok=True)
    for name in arguments.only.split(","):
        SOURCES[name](Output(os.path.join(arguments.folder, name), left_out, arguments.text), work)


if __name__ == "__main__":
    main()
