"""The compiled part of unmix."""

import os
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol, TypedDict, final

import pyarrow
from typing_extensions import Buffer, Unpack

__version__: str

class Options(TypedDict, total=False):
    """The options of ``unmix clean``; its ``--help`` says more about each."""

    lang: str | Sequence[str]
    """Keep only segments in these languages."""
    charset: str | None
    """Decode everything as this charset."""
    input: Literal["auto", "text", "html"]
    """What the input is, instead of looking."""
    form: Literal["nfc", "nfkc", "none"]
    """Unicode normal form of the output."""
    unit: Literal["block", "sentence"]
    """What a segment is."""
    embed: Literal["stay", "split", "drop", "mark"]
    """What becomes of a foreign term inside a text."""
    min_run: int | None
    """Words (or Han characters) from which a foreign run is a segment of its own."""
    boilerplate: Literal["keep", "mark", "drop"]
    """What becomes of teasers, navigation, notices."""
    main_content: bool
    """Of a page, only the article."""
    keep_escapes: bool
    """Leave escapes in running text as they are."""
    noscript: bool
    """Read also what pages say to readers without scripts."""
    stale_attributes: bool
    """Read also pasted attributes that may be older than the text around them."""
    prior: str
    """The language to expect: auto, none, or a tag."""
    codes: Literal["bcp47", "639-1", "639-3"]
    """How languages are named."""
    keep_mojibake: bool
    """Leave text that was decoded as what it was not."""
    keep_compatibility: bool
    """Leave compatibility ideographs."""
    width: bool
    """Fullwidth letters and digits to ASCII."""
    punctuation: bool
    """Punctuation in the width of each segment's language."""
    chinese: Literal["keep", "simplified", "traditional"]
    """The characters that Chinese is written in."""
    ideographic_space: bool
    """The ideographic space to a space."""
    quotes: bool
    """Curly quotes to straight ones."""
    dashes: bool
    """Dashes to hyphens."""
    ligatures: bool
    """Latin ligatures to letters."""
    private_use: bool
    """Private use of GBK to the characters that Unicode has got since."""
    homoglyphs: bool
    """Letters of another script inside a word to what they look like."""
    include: str | Sequence[str]
    """Of folders, only files that match."""
    exclude: str | Sequence[str]
    """Of folders, no files and folders that match."""
    hidden: bool
    """Of folders, also hidden files."""
    ignore_vcs: bool
    """With hidden, still pass over .git and the like."""
    text_field: str
    """The field of JSON Lines and Parquet that holds the text."""
    text_column: str | int
    """The column of CSV and TSV files that holds the text."""
    max_depth: int
    """Containers inside containers."""
    max_entries: int
    """Entries in one archive."""
    max_ratio: int
    """Unpacked bytes for each packed one."""
    max_record: int
    """Bytes of one record."""

class _ArrowArray(Protocol):
    def __arrow_c_array__(
        self, requested_schema: object | None = None
    ) -> tuple[object, object]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Embed:
    """A foreign term inside a segment."""

    @property
    def text(self) -> str:
        """As it stands in the segment's text."""
    @property
    def chars(self) -> tuple[int, int]:
        """Start and end in the segment's text: ``segment.text[start:end]``."""
    @property
    def lang(self) -> str | None:
        """Its language, if it is long enough to tell."""

@final
class Segment:
    """A stretch of clean text in one language.

    Its fields are those of a JSON line of ``unmix clean``; what is not known is None.
    """

    @property
    def id(self) -> str:
        """The entry, ``#``, and the number of the segment in it."""
    @property
    def text(self) -> str:
        """Clean text."""
    @property
    def lang(self) -> str:
        """BCP 47; ``und`` where the evidence is thin, ``zxx`` for text without language."""
    @property
    def confidence(self) -> float | None:
        """From 0 to 1, to two digits; None for ``und`` and ``zxx``."""
    @property
    def entry(self) -> str:
        """The entry's name."""
    @property
    def segment(self) -> int:
        """The number of the segment in its entry, from 1."""
    @property
    def bytes(self) -> tuple[int, int]:
        """Start and end in the entry, in its original encoding."""
    @property
    def block(self) -> str:
        """What sort of block the text stood in: ``line``, ``paragraph`` …"""
    @property
    def via(self) -> str | None:
        """The attribute that the text was in."""
    @property
    def boilerplate(self) -> str | None:
        """What the block is beside the text itself: ``teaser``, ``navigation`` …"""
    @property
    def charset(self) -> str:
        """The label of the entry's charset."""
    @property
    def embeds(self) -> list[Embed]:
        """Foreign terms inside, in order."""
    @property
    def notes(self) -> list[str]:
        """What was imperfect: ``truncated``, ``broken-tag`` …"""
    @property
    def fields(self) -> str | None:
        """The other fields of the record that the text was a field of: a JSON object."""
    def to_json(self) -> str:
        """The line that ``unmix clean`` writes for this segment, without its line end."""
    def to_dict(self) -> dict[str, Any]:
        """The fields that are known, as in the JSON line."""

@final
class Charset:
    """How bytes are encoded, and what decided it."""

    @property
    def label(self) -> str:
        """The label, in lower case: ``gb18030``."""
    @property
    def why(self) -> str:
        """What decided: ``bom``, ``declared``, ``escape``, ``utf-8``, ``scored``, ``forced``."""
    @property
    def confidence(self) -> float:
        """From 0 to 1, to two digits."""
    @property
    def runner_up(self) -> str | None:
        """The label that came second, if the decision was by score."""
    @property
    def runs(self) -> list[tuple[int, int, str]]:
        """Start, end and label of the bytes that are encoded otherwise."""

@final
class Normalizer:
    """Turns bytes into segments, with the options of ``unmix clean`` by their names.

    May be used from any number of threads, and pickled; what it does depends on nothing
    but the options and what it is given.
    """

    def __new__(cls, **options: Unpack[Options]) -> Normalizer: ...
    def normalize(self, content: Buffer | str, name: str = "-") -> list[Segment]:
        """The segments of some bytes; of text, if it is a ``str``.

        Raises ``unmix.Error`` if something in the bytes cannot be read, such as a member
        of an archive; what came out of the rest is in its ``segments``.
        """
    def normalize_path(self, path: str | os.PathLike[str], jobs: int = 1) -> list[Segment]:
        """The segments of a file, a folder or an archive."""
    def normalize_batch(
        self,
        batch: _ArrowArray | _ArrowStream,
        column: str = "content",
        name: str | None = None,
        carry: Sequence[str] | Mapping[str, str] | None = None,
    ) -> pyarrow.RecordBatch:
        """The segments of the rows of a batch or a table, a row each.

        ``batch`` is anything with the Arrow PyCapsule interface: of pyarrow, polars,
        duckdb, arro3 … ``column`` holds bytes (anything that ``unmix clean`` reads, whole
        archives too) or text; the column ``name`` says what the entries are called;
        the columns ``carry`` come out again beside each segment, under other names if
        it is a mapping of names to new ones.

        What cannot be read fails nobody: it comes out as a row whose ``status`` is
        ``failed``, or ``partial`` if segments of the same entry came before, and whose
        ``error`` is the message of the command line. The other rows have ``ok``.
        """
    def normalize_batches(
        self,
        batches: _ArrowArray | _ArrowStream,
        column: str = "content",
        name: str | None = None,
        carry: Sequence[str] | Mapping[str, str] | None = None,
    ) -> pyarrow.RecordBatchReader:
        """The same, as a reader of batches of some 4 MB that are made as they are asked for."""
    def detect(self, content: Buffer | str) -> Charset:
        """How some bytes are encoded."""

def detect(content: Buffer | str, **options: Unpack[Options]) -> Charset:
    """How some bytes are encoded, as ``unmix detect`` says it."""

def schema() -> pyarrow.Schema:
    """The schema of the batches that come out, without what is carried."""
