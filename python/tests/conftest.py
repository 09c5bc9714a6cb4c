"""Inputs, the command line, and rows as its JSON lines."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
CASES = REPOSITORY / "tests" / "cases"


@dataclass
class Case:
    """An input of the tests of the command line, and what that makes of it."""

    path: Path
    options: dict[str, Any]

    @property
    def bytes(self) -> bytes:
        return self.path.read_bytes()

    @property
    def lines(self) -> list[str]:
        """The lines that ``unmix clean`` writes."""
        return (self.path.parent / "expected/segments.jsonl").read_text("utf-8").split("\n")[:-1]

    @property
    def errors(self) -> list[str]:
        """What it says on standard error."""
        path = self.path.parent / "expected/errors.txt"
        told = path.read_text("utf-8").split("\n")[:-1] if path.exists() else []
        return [line.removeprefix("unmix: ") for line in told]


def cases() -> list[Case]:
    """All cases whose input is one file."""
    found = []
    for about in sorted(CASES.glob("*/about.txt")):
        inputs = [path for path in about.parent.glob("input.*") if path.is_file()]
        flags = " ".join(
            line.partition(":")[2]
            for line in about.read_text("utf-8").split("\n")
            if line.startswith(("flags:", "clean-flags:"))
        )
        options: dict[str, Any] = {}
        for flag in flags.split("--")[1:]:
            name, _, value = flag.strip().partition(" ")
            options[name.replace("-", "_")] = value or True
        found += [Case(path, options) for path in inputs]
    assert len(found) > 50
    return found


def command() -> str:
    """The command line: that of $UNMIX, or the one that cargo has built."""
    built = [REPOSITORY / "target" / profile / "unmix" for profile in ("debug", "release")]
    newest = sorted(
        (path for path in built if path.exists()), key=lambda path: path.stat().st_mtime
    )
    return os.environ.get("UNMIX") or str(newest[-1])


def clean(*arguments: str, cwd: Path | None = None) -> tuple[list[str], list[str]]:
    """The lines that ``unmix clean`` writes, and what it says went wrong."""
    done = subprocess.run([command(), "clean", *arguments], cwd=cwd, capture_output=True)
    assert done.returncode in (0, 1), done.stderr.decode()
    errors = [line.removeprefix("unmix: ") for line in done.stderr.decode().split("\n")[:-1]]
    return done.stdout.decode("utf-8").split("\n")[:-1], errors


FIELDS = [
    "id", "text", "lang", "confidence", "entry", "segment", "bytes", "block", "via",
    "boilerplate", "charset", "embeds", "notes", "fields",
]  # fmt: skip


def as_line(row: dict[str, Any]) -> str:
    """A row of the result, as the JSON line that the command line writes."""
    assert (row["status"], row["error"]) == ("ok", None)
    known = {name: row[name] for name in FIELDS if row[name] is not None}
    known["embeds"] = [
        {key: value for key, value in embed.items() if value is not None} for embed in row["embeds"]
    ]
    fields = known.pop("fields", None)
    line = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    return line if fields is None else f'{line[:-1]},"fields":{fields}}}'


def as_error(row: dict[str, Any]) -> str:
    """A row of a failure, as the command line says it."""
    assert row["status"] in ("failed", "partial")
    assert all(row[name] is None for name in FIELDS if name != "entry")
    return f"{row['entry']}: {row['error']}"


def split(rows: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Lines and errors, each in the order of the rows."""
    lines = [as_line(row) for row in rows if row["status"] == "ok"]
    return lines, [as_error(row) for row in rows if row["status"] != "ok"]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the inputs of all cases that need no options: pages, texts, archives."""
    folder = tmp_path_factory.mktemp("corpus")
    for case in cases():
        if not case.options:
            name = f"{case.path.parent.name}{case.path.suffix}"
            (folder / name).write_bytes(case.bytes)
    return folder
