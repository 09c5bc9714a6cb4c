"""Arrow batches in, Arrow batches out."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from typing import Any

import arro3.core
import duckdb
import polars
import pyarrow as pa
import pytest
from conftest import Case, as_line, cases, command, split

import unmix


def table(**columns: Any) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


def test_rows_are_the_lines_of_the_command_line() -> None:
    by_options: dict[str, list[Case]] = {}
    for case in cases():
        by_options.setdefault(repr(case.options), []).append(case)
    for group in by_options.values():
        batch = table(
            content=[case.bytes for case in group], file=[case.path.name for case in group]
        )
        rows = unmix.Normalizer(**group[0].options).normalize_batch(
            batch, name="file", carry=["content"]
        )
        lines, errors = split(rows.to_pylist())
        assert lines == [line for case in group for line in case.lines]
        assert errors == [error for case in group for error in case.errors]


def test_the_schema_is_told_and_kept() -> None:
    for content in ([], [b"One line of text"], [None]):
        batch = pa.record_batch({"content": pa.array(content, pa.binary())})
        found = unmix.Normalizer().normalize_batch(batch)
        assert found.schema == unmix.schema()
        found.validate(full=True)
    assert unmix.schema().field("bytes").type == pa.list_(pa.field("element", pa.int64(), False))


def test_a_bad_row_is_a_row() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("good.txt", "This member can be read")
    batch = table(
        content=[b"Before it", None, packed.getvalue()[:-30], b"PK\x03\x04 no zip", b"After it"],
        file=["a", "b", "c.zip", "d.zip", None],
        number=[1, 2, 3, 4, 5],
    )
    found = unmix.Normalizer().normalize_batch(batch, name="file", carry={"number": "from"})
    rows = found.to_pylist()
    good = [(row["from"], row["text"]) for row in rows if row["status"] == "ok"]
    assert good == [(1, "Before it"), (3, "This member can be read"), (5, "After it")]
    bad = {row["from"]: row["error"] for row in rows if row["status"] == "failed"}
    assert sorted(bad) == [2, 3, 4]
    assert bad[2] == "there is no content: the value is null"
    assert bad[3].startswith("the zip archive is damaged: ")
    assert [row["entry"] for row in rows if row["from"] == 5] == ["-"]
    found.validate(full=True)


def test_what_breaks_off_is_partial() -> None:
    import gzip

    whole = gzip.compress(b"A line of text that is read\n" * 40_000, 0)
    batch = table(content=[whole[: len(whole) // 2], whole])
    statuses = unmix.Normalizer().normalize_batch(batch).column("status").to_pylist()
    assert statuses[0] == "ok" and statuses.count("partial") == 1
    assert statuses.count("ok") == 40_000 + statuses.index("partial")


def test_limits_hold_row_by_row() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.txt", f"This is member {number}")
    batch = table(content=[packed.getvalue(), b"A text beside it"])
    rows = unmix.Normalizer(max_entries=4).normalize_batch(batch).to_pylist()
    assert [row["error"] for row in rows] == [
        "it has more than 4 members; --max-entries allows more",
        None,
    ]


def test_text_is_no_container_and_utf_8() -> None:
    mail = "From: Tom <tom@example.org>\nSubject: Greetings\n\nHow are you today?\n"
    normalizer = unmix.Normalizer()
    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        batch = pa.record_batch({"content": pa.array([mail, None, "Größe über alles"], kind)})
        rows = normalizer.normalize_batch(batch).to_pylist()
        assert [row["status"] for row in rows].count("failed") == 1
        assert {row["charset"] for row in rows} == {"utf-8", None}
        assert rows[0]["text"] == "From: Tom <tom@example.org>"


@pytest.mark.parametrize(
    "kind",
    [
        pa.binary(),
        pa.large_binary(),
        pa.binary_view(),
        pa.binary(3),
        pa.dictionary(pa.int8(), pa.binary()),
    ],
    ids=str,
)
def test_bytes_of_every_layout(kind: pa.DataType) -> None:
    array = pa.array([b"one", None, b"two", b"one"], pa.binary()).cast(
        pa.binary_view() if kind == pa.binary_view() else kind
    ) if not pa.types.is_fixed_size_binary(kind) else pa.array([b"one", None, b"two", b"one"], kind)  # fmt: skip
    batch = pa.record_batch({"content": array}).slice(1)
    rows = unmix.Normalizer().normalize_batch(batch).to_pylist()
    assert [row["text"] for row in rows] == [None, "two", "one"]


def test_what_is_no_content_is_said() -> None:
    normalizer = unmix.Normalizer()
    batch = table(path=["a"], length=[1])
    with pytest.raises(unmix.OptionError, match="there is no column `content` but path, length"):
        normalizer.normalize_batch(batch)
    with pytest.raises(
        unmix.OptionError, match="`length` holds Int64, which is neither bytes nor text"
    ):
        normalizer.normalize_batch(batch, column="length")
    with pytest.raises(unmix.OptionError, match="`lang` cannot be carried under this name"):
        normalizer.normalize_batch(batch, column="path", carry={"length": "lang"})
    with pytest.raises(unmix.OptionError, match="carry is a list"):
        normalizer.normalize_batch(batch, column="path", carry="length")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="__arrow_c_array__"):
        normalizer.normalize_batch({"content": [b"a"]})  # type: ignore[arg-type]


def test_carried_columns_follow_their_rows() -> None:
    batch = table(
        content=["One\nTwo", "", "Three"],
        url=["u1", "u2", "u3"],
        tags=[["a", "b"], [], None],
    )
    rows = unmix.Normalizer().normalize_batch(batch, name="url", carry=["url", "tags"]).to_pylist()
    assert [(row["id"], row["url"], row["tags"]) for row in rows] == [
        ("u1#1", "u1", ["a", "b"]),
        ("u1#2", "u1", ["a", "b"]),
        ("u3#1", "u3", None),
    ]


def test_batches_are_made_as_they_are_asked_for() -> None:
    taken = []

    def numbers():  # noqa: ANN202
        for number in range(1000):
            taken.append(number)
            yield table(content=[f"This is line {line} of {number}\n" * 100 for line in range(100)])

    reader = pa.RecordBatchReader.from_batches(table(content=["a"]).schema, numbers())
    reader = unmix.Normalizer().normalize_batches(reader)
    assert reader.schema == unmix.schema()
    first = reader.read_next_batch()
    assert len(taken) == 1 and 1 < first.num_rows <= 10_000


def test_a_row_with_much_in_it_comes_in_pieces() -> None:
    batch = table(content=["A line of a long text that has many of them\n" * 100_000])
    pieces = list(unmix.Normalizer().normalize_batches(batch))
    assert len(pieces) > 3
    assert sum(piece.num_rows for piece in pieces) == 100_000
    whole = unmix.Normalizer().normalize_batch(batch)
    assert pa.Table.from_batches(pieces) == pa.Table.from_batches([whole])
    assert whole.column("id")[-1].as_py() == "-#100000"


def test_what_is_carried_counts_for_the_pieces() -> None:
    """A value of 1 MB beside each of 200 segments does not become a batch of 200 MB."""
    batch = table(content=["A line of a text\n" * 200], large=["x" * 1_000_000])
    pieces = list(unmix.Normalizer().normalize_batches(batch, carry=["large"]))
    assert sum(piece.num_rows for piece in pieces) == 200
    assert max(piece.num_rows for piece in pieces) < 10


def test_polars_duckdb_arro3_and_pyarrow_give_the_same() -> None:
    batch = table(
        content=[case.bytes for case in cases()], path=[case.path.parent.name for case in cases()]
    )
    normalizer = unmix.Normalizer()
    wanted = normalizer.normalize_batch(batch, name="path")
    assert wanted.num_rows > 500
    frame = polars.DataFrame(batch)
    relation = duckdb.sql("select * from batch")
    for given in (
        frame,
        relation,
        arro3.core.RecordBatch.from_arrow(batch),
        pa.Table.from_batches([batch]),
    ):
        assert normalizer.normalize_batch(given, name="path") == wanted
    found = polars.DataFrame(wanted)
    assert found.filter(polars.col("lang") == "en").height > 10
    # A connection answers one query at a time, so what reads has one and what asks another.
    relation = duckdb.connect().from_arrow(batch)
    segments = normalizer.normalize_batches(relation, name="path")  # noqa: F841
    [(count,)] = duckdb.sql("select count(*) from segments where lang = 'en'").fetchall()
    assert count == found.filter(polars.col("lang") == "en").height


def test_threads_work_at_the_same_time() -> None:
    """The GIL is released: another thread goes on while a batch is worked on."""
    batch = table(content=["Here is a line that takes some time, 这里是一行。\n" * 20_000])
    normalizer = unmix.Normalizer()
    done = threading.Event()
    thread = threading.Thread(target=lambda: (normalizer.normalize_batch(batch), done.set()))
    ticks = 0
    thread.start()
    while not done.wait(0.001):
        ticks += 1
    thread.join()
    assert ticks > 20


def test_no_threads_are_made() -> None:
    """Counted as Linux does it, in a process of its own."""
    program = """
import os, pyarrow, unmix
normalizer = unmix.Normalizer()
before = len(os.listdir("/proc/self/task"))
batch = pyarrow.record_batch({"content": [b"A line\\n" * 1000] * 10})
rows = normalizer.normalize_batch(batch).num_rows
print(rows, len(os.listdir("/proc/self/task")) - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["10000", "0"]


def test_the_stubs_have_the_options_of_the_command_line() -> None:
    stubs = Path(unmix.__file__).with_name("_unmix.pyi").read_text("utf-8")
    classes = {node.name: node for node in ast.parse(stubs).body if isinstance(node, ast.ClassDef)}
    told = {node.target.id for node in classes["Options"].body if isinstance(node, ast.AnnAssign)}
    done = subprocess.run(
        [command(), "clean", "--help"], capture_output=True, text=True, check=True
    )
    flags = set(re.findall(r"^ +(?:-\w, )?--([a-z][a-z-]+)", done.stdout, re.MULTILINE))
    # What is written where, and how the work is done, is up to the program.
    other = "format output fresh compress shard-size dedup settle files-from jobs quiet verbose progress help version"
    assert told == {flag.replace("-", "_") for flag in flags - set(other.split())}


def test_the_stubs_have_the_methods() -> None:
    stubs = Path(unmix.__file__).with_name("_unmix.pyi").read_text("utf-8")
    for node in ast.parse(stubs).body:
        if isinstance(node, ast.ClassDef) and hasattr(unmix, node.name):
            found = {name for name in vars(getattr(unmix, node.name)) if not name.startswith("_")}
            told = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
            assert found == {name for name in told if not name.startswith("_")}, node.name


def test_a_line_is_made_of_a_row() -> None:
    """What the other tests compare with is no copy of what they compare."""
    [row] = (
        unmix.Normalizer().normalize_batch(table(content=['Some "text"\x7f of theirs'])).to_pylist()
    )
    [segment] = unmix.clean('Some "text"\x7f of theirs')
    assert as_line(row) == segment.to_json()
