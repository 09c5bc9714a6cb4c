"""Which files of a folder the benches work on."""

from __future__ import annotations

from pathlib import Path


def first(folder: Path, megabytes: int) -> tuple[list[Path], int]:
    """The first files, by name, until they have so many megabytes; and their bytes."""
    paths, size = [], 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if size < megabytes * 1_000_000:
            paths.append(path)
            size += path.stat().st_size
    return paths, size
