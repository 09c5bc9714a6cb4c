"""Bytes, texts and paths to segments."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from conftest import CASES, Case, cases

import unmix


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.path.parent.name)
def test_segments_are_those_of_the_command_line(case: Case) -> None:
    normalizer = unmix.Normalizer(**case.options)
    try:
        segments, errors = normalizer.normalize(case.bytes, case.path.name), []
    except unmix.Error as error:
        segments, errors = error.segments, [str(failure) for failure in error.failures]
    assert [segment.to_json() for segment in segments] == case.lines
    assert errors == case.errors


def test_paths_are_read_on_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES / "folder")
    wanted = (CASES / "folder/expected/segments.jsonl").read_text("utf-8").split("\n")[:-1]
    for jobs in (1, 3):
        found = unmix.clean(Path("input"), jobs=jobs)
        assert [segment.to_json() for segment in found] == wanted


def test_a_text_is_text_and_no_path() -> None:
    [chinese, english] = unmix.clean("邮件模板Dear Tom, thank you so much")
    assert (chinese.lang, chinese.text, chinese.bytes) == ("zh-Hans", "邮件模板", (0, 12))
    assert (english.lang, english.text) == ("en", "Dear Tom, thank you so much")
    assert (english.entry, english.id, english.segment) == ("-", "-#2", 2)
    assert [segment.text for segment in unmix.clean("/etc/passwd")] == ["/etc/passwd"]
    assert unmix.clean("") == []
    # Halves of characters are what a careless slice of UTF-16 leaves.
    assert [segment.text for segment in unmix.clean("Good\ud83d morning")] == ["Good\ufffd morning"]
    assert [segment.text for segment in unmix.clean("\ud83d\ude00 Hello")] == ["😀 Hello"]


def test_bytes_may_be_of_any_kind() -> None:
    data = "Guten Morgen, meine Damen und Herren".encode("utf-16")
    wanted = unmix.clean(data)
    assert wanted[0].text == "Guten Morgen, meine Damen und Herren"
    for kind in (bytearray, memoryview):
        assert unmix.clean(kind(data)) == wanted
    with pytest.raises(TypeError):
        unmix.clean(7)  # type: ignore[arg-type]


def test_a_segment_has_the_fields_of_its_line() -> None:
    [segment] = unmix.clean("iPhone 15 Pro 的价格是多少")
    assert segment.to_dict() == json.loads(segment.to_json())
    [term] = segment.embeds
    assert segment.text[slice(*term.chars)] == term.text == "iPhone 15 Pro"
    assert (segment.via, segment.boilerplate, segment.fields) == (None, None, None)
    assert repr(segment).startswith('Segment(lang="zh')


def test_what_fails_is_an_exception_with_the_rest() -> None:
    with pytest.raises(unmix.NotFoundError) as caught:
        unmix.clean(Path("no such file"))
    assert isinstance(caught.value, FileNotFoundError)
    assert str(caught.value).startswith("no such file: cannot open: ")
    assert caught.value.entry == "no such file"
    cut = (CASES / "gzip-truncated").glob("input.*")
    with pytest.raises(unmix.Error) as caught:
        unmix.clean(next(cut))
    assert caught.value.segments
    assert caught.value.offset is not None


def test_limits_are_those_of_the_command_line() -> None:
    with pytest.raises(unmix.LimitError, match="nested more than 0 deep; --max-depth allows more"):
        unmix.clean(next((CASES / "seed-zip").glob("input.*")), max_depth=0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"form": "nfd"}, r"invalid value 'nfd' for '--form <FORM>' \[possible values: nfc,"),
        ({"colour": "red"}, "unexpected argument '--colour' found"),
        ({"min_run": "few"}, "invalid value 'few' for '--min-run <N>'"),
        ({"lang": ["zh", "???"]}, "invalid value .* not a language tag such as en"),
        ({"include": "a[b"}, "unclosed character class"),
        ({"charset": object()}, "option `charset` is no text"),
    ],
)
def test_wrong_options_have_the_messages_of_the_command_line(
    options: dict[str, object], message: str
) -> None:
    with pytest.raises(unmix.OptionError, match=message) as caught:
        unmix.Normalizer(**options)  # type: ignore[arg-type]
    assert isinstance(caught.value, ValueError)


def test_options_are_heard() -> None:
    text = "邮件模板Dear Tom, thank you so much"
    assert [segment.lang for segment in unmix.clean(text, lang="zh")] == ["zh-Hans"]
    assert len(unmix.clean(text, lang=["zh", "en"])) == 2
    assert len(unmix.clean(text, lang=[])) == 2
    assert unmix.clean("ＡＢＣ", width=True)[0].text == "ABC"
    assert unmix.clean("ＡＢＣ", width=False)[0].text == "ＡＢＣ"
    assert unmix.clean(text, charset=None) == unmix.clean(text)


def test_a_normalizer_can_be_pickled() -> None:
    normalizer = pickle.loads(pickle.dumps(unmix.Normalizer(lang="en", width=True)))
    assert [segment.text for segment in normalizer.normalize("ＡＢＣ is what they say")] == [
        "ABC is what they say"
    ]


def test_charsets_are_detected_as_on_the_command_line() -> None:
    for case in cases():
        expected = (case.path.parent / "expected/entries.jsonl").read_text("utf-8").split("\n")
        entries = [json.loads(line) for line in expected[:-1]]
        flat = len(entries) == 1 and entries[0]["entry"] == case.path.name
        charset = entries[0].get("charset") if flat else None
        # Packed files have the name of what is in them.
        if charset is None or case.options or case.path.suffix in (".gz", ".xz", ".br", ".bz2"):
            continue
        found = unmix.detect(case.bytes)
        assert (found.label, found.why, found.confidence) == (
            charset["label"], charset["why"], charset["confidence"],
        ), case.path  # fmt: skip
        assert [list(run) for run in found.runs] == charset["runs"]
    assert str(unmix.detect("编码".encode("gb18030") * 20)) == "gb18030"
    assert unmix.detect(b"abc", charset="big5").why == "forced"
