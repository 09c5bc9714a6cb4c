"""What can go wrong, with the messages of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._unmix import Segment

__all__ = [
    "ArchiveError",
    "Error",
    "InternalError",
    "LimitError",
    "NotFoundError",
    "OptionError",
    "ReadError",
]


class Error(Exception):
    """Something in the world around the text failed: a file, an archive, an option.

    Imperfect text is never an error. What came out all the same is in ``segments``.
    """

    #: The entry that it happened in, if it happened in one.
    entry: str | None
    #: The byte offset in the entry, if it is known.
    offset: int | None
    #: What came out of everything that could be read.
    segments: list[Segment]
    #: All failures of the call; this is the first of them.
    failures: list[Error]

    def __init__(self, message: str, entry: str | None = None, offset: int | None = None) -> None:
        super().__init__(message)
        self.entry = entry
        self.offset = offset
        self.segments = []
        self.failures = [self]


class OptionError(Error, ValueError):
    """An option or a column does not exist, or has a value that means nothing."""


class ReadError(Error, OSError):
    """Reading failed."""


class NotFoundError(ReadError, FileNotFoundError):
    """A path does not exist."""


class ArchiveError(Error):
    """An archive is damaged, or of a kind that cannot be read."""


class LimitError(Error):
    """A limit was reached; the message names the option that lifts it."""


class InternalError(Error):
    """A defect of unmix itself."""
