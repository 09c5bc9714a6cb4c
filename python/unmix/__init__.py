"""Bytes that nobody vouches for go in; clean text comes out, one language per segment,
each segment knowing the bytes it came from.

>>> import unmix
>>> for segment in unmix.clean("邮件模板Dear Tom, thank you so much"):
...     print(segment.lang, segment.bytes, segment.text)
zh-Hans (0, 12) 邮件模板
en (12, 39) Dear Tom, thank you so much

Options have the names of those of ``unmix clean``, with ``_`` for ``-``. For tables of
Arrow there is ``Normalizer.normalize_batch``, for Spark ``unmix.spark``, for Ray
``unmix.ray``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ._unmix import Charset, Embed, Normalizer, Segment, __version__, detect, schema
from .errors import (
    ArchiveError,
    Error,
    InternalError,
    LimitError,
    NotFoundError,
    OptionError,
    ReadError,
)

if TYPE_CHECKING:
    from typing_extensions import Buffer, Unpack

    from ._unmix import Options

__all__ = [
    "ArchiveError",
    "Charset",
    "Embed",
    "Error",
    "InternalError",
    "LimitError",
    "Normalizer",
    "NotFoundError",
    "OptionError",
    "ReadError",
    "Segment",
    "__version__",
    "clean",
    "detect",
    "schema",
]


def clean(
    source: Buffer | str | os.PathLike[str],
    *,
    name: str = "-",
    jobs: int = 1,
    **options: Unpack[Options],
) -> list[Segment]:
    """The segments of some bytes, of a text, or of everything at a path.

    Bytes may be anything that ``unmix clean`` reads from a file: text in any charset, a
    page, an archive, a mail. A ``str`` is text, not a path; a ``pathlib.Path`` is a
    file, a folder or an archive.

    ``name`` is what the entry is called that bytes or a text are, and ``jobs`` is how
    many entries of a path are worked on at once; the result is the same for any number.

    Raises ``unmix.Error`` if something cannot be read. What came out of the rest is in
    its ``segments``, all that failed in its ``failures``.
    """
    normalizer = Normalizer(**options)
    if isinstance(source, os.PathLike):
        return normalizer.normalize_path(source, jobs=jobs)
    return normalizer.normalize(source, name=name)
