"""Spark in this process, and the job; the rows are those of the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyspark
import pytest
from conftest import as_line, clean, split
from pyspark.sql import DataFrame, SparkSession

import unmix
from unmix import spark as unmix_spark


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    # The workers are to find unmix where this process has found it.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "16")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    yield session
    session.stop()


def rows(df: DataFrame) -> list[dict[str, Any]]:
    return df.toArrow().to_pylist()


def test_files_pages_zips_and_warcs_are_as_on_the_command_line(
    session: SparkSession, corpus: Path
) -> None:
    files = session.read.format("binaryFile").load(str(corpus))
    found, failed = split(rows(unmix_spark.clean(files)))
    wanted, errors = clean(str(corpus))
    assert len(wanted) > 300 and any(".warc!/" in line for line in wanted)
    assert sorted(found) == sorted(wanted)
    assert sorted(failed) == sorted(errors) and errors


def test_options_and_carried_columns(session: SparkSession, corpus: Path) -> None:
    files = session.read.format("binaryFile").load(str(corpus / "seed-zip.zip"))
    found = unmix_spark.clean(
        files, carry={"length": "packed"}, lang=["zh", "en"], unit="sentence", max_depth=3
    )
    assert found.columns == [*unmix.schema().names, "packed"]
    wanted, _ = clean("--lang", "zh,en", "--unit", "sentence", str(corpus / "seed-zip.zip"))
    assert sorted(as_line(row) for row in rows(found)) == sorted(wanted)
    size = (corpus / "seed-zip.zip").stat().st_size
    assert {row["packed"] for row in rows(found)} == {size}


def test_tables_of_text_are_as_json_lines(session: SparkSession, tmp_path: Path) -> None:
    texts = ["邮件模板Dear Tom, thank you so much", "Ein Satz.\nEin zweiter Satz.", "", None]
    source = tmp_path / "table.jsonl"
    lines = [json.dumps({"text": text}) for text in texts]
    source.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    table = [(f"{source}!/{number}", text) for number, text in enumerate(texts, 1)]
    df = session.createDataFrame(table, "name string, body string")
    found, failed = split(rows(unmix_spark.clean(df, column="body", name="name")))
    assert sorted(found) == sorted(clean(str(source))[0])
    assert failed == [f"{source}!/4: there is no content: the value is null"]


def test_what_is_wrong_is_said_by_the_driver(session: SparkSession) -> None:
    df = session.createDataFrame([("a", b"b")], "path string, content binary")
    with pytest.raises(unmix.OptionError, match="unexpected argument '--lng' found"):
        unmix_spark.clean(df, lng="zh")  # type: ignore[call-arg]
    with pytest.raises(unmix.OptionError, match="there is no column `name` but path, content"):
        unmix_spark.clean(df, name="name")
    with pytest.raises(unmix.OptionError, match="`text` cannot be carried under this name"):
        unmix_spark.clean(df, carry={"path": "text"})
    assert rows(unmix_spark.clean(df, name=None))[0]["entry"] == "-"


SPARK_SUBMIT = [
    str(Path(pyspark.__file__).parent / "bin" / "spark-submit"),
    *["--master", "local[2]", "--conf", "spark.ui.enabled=false", unmix_spark.__file__],
]
PLAIN_PYTHON = [
    *[sys.executable, "-m", "unmix.spark"],
    *["--master", "local[2]", "--conf", "spark.ui.enabled=false"],
]


@pytest.mark.parametrize("start", [PLAIN_PYTHON, SPARK_SUBMIT], ids=["python", "spark-submit"])
def test_the_job_writes_a_folder_a_language(start: list[str], corpus: Path, tmp_path: Path) -> None:
    import pyarrow.dataset

    output = tmp_path / "segments"
    done = subprocess.run(
        [
            *start, "--input", str(corpus), "--output", str(output),
            "--partition-by", "lang", "--carry", "length", "--lang", "zh,en", "--embed=mark",
        ],
        capture_output=True, text=True,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable},
    )  # fmt: skip
    wanted, errors = clean("--lang", "zh,en", "--embed", "mark", str(corpus))
    # spark-submit puts what a program says on standard error on standard output.
    told = done.stdout + done.stderr
    assert done.returncode == 1, told
    assert f"unmix: {len(wanted)} segments; see {output}" in told
    assert f"(and {len(errors) - 1} more)" in told
    folders = {path.name for path in output.iterdir() if path.is_dir()}
    assert {"lang=en", "lang=zh-Hans", "lang=__HIVE_DEFAULT_PARTITION__"} <= folders
    partitions = pyarrow.dataset.partitioning(
        pyarrow.schema({"lang": pyarrow.string()}), flavor="hive"
    )
    table = pyarrow.dataset.dataset(output, partitioning=partitions).to_table()
    found, failed = split(table.to_pylist())
    assert sorted(found) == sorted(wanted)
    assert sorted(failed) == sorted(errors)
    assert table.column("length").null_count == 0


def test_the_job_says_what_is_wrong(tmp_path: Path) -> None:
    for flags, message in [
        (["--form", "nfd"], "invalid value 'nfd' for '--form <FORM>'"),
        (["--bogus"], "unexpected argument '--bogus' found"),
    ]:
        done = subprocess.run(
            [sys.executable, "-m", "unmix.spark", "--input", "a", "--output", "b", *flags],
            capture_output=True, text=True, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 2
        assert message in done.stderr
