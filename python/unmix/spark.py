"""unmix on Spark: a function from a DataFrame to a DataFrame, and a job.

>>> from unmix import spark
>>> pages = session.read.format("binaryFile").load("s3a://bucket/crawl/")
>>> spark.clean(pages).write.partitionBy("lang").parquet("s3a://bucket/segments/")

The job does the same without code; its other options are those of ``unmix clean``:

    python -m unmix.spark --input s3a://bucket/crawl/ --output s3a://bucket/segments/ \\
        --partition-by lang --lang zh,en
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

from pyspark.sql import DataFrame, Observation, SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T

import unmix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow
    from typing_extensions import Unpack

    from unmix._unmix import Options

__all__ = ["clean", "main", "schema"]

#: Rows in a batch: whole files are large, and a batch is in memory as a whole.
ROWS_PER_BATCH = 64


def clean(
    df: DataFrame,
    column: str = "content",
    name: str | None = "path",
    carry: Sequence[str] | Mapping[str, str] = (),
    **options: Unpack[Options],
) -> DataFrame:
    """The segments of the rows of ``df``, a row each, with the fields of the JSON lines.

    ``column`` holds bytes, which may be anything that ``unmix clean`` reads from a file
    (pages, WARCs, zips …), or text. The column ``name`` says what the entries are called;
    ``file:`` before the path of a local file is left out, as on the command line. With
    ``None`` they are all called ``-``. The columns ``carry`` come out again beside each
    segment, under other names if it is a mapping of names to new ones. ``options`` are
    those of ``unmix clean``, with ``_`` for ``-``.

    A row that cannot be read fails nobody: it comes out as a row whose ``status`` is
    ``failed``, or ``partial`` if segments of the same entry came before, and whose
    ``error`` is the message. The other rows have ``ok``.

    How many rows are in memory at once is up to Spark, which takes 10,000 unless
    ``spark.sql.execution.arrow.maxRecordsPerBatch`` says otherwise: 64 is good for whole
    pages, 1 for archives.
    """
    unmix.Normalizer(**options)  # What is wrong with them is said here, not by executors.
    renamed = dict(carry) if hasattr(carry, "keys") else {old: old for old in carry}
    wanted = dict.fromkeys([column, *([name] if name else []), *renamed])
    for missing in (wanted_one for wanted_one in wanted if wanted_one not in df.columns):
        raise unmix.OptionError(f"there is no column `{missing}` but {', '.join(df.columns)}")
    results = schema()
    for old, new in renamed.items():
        if new in results.names:
            raise unmix.OptionError(
                f"the column `{new}` cannot be carried under this name, which the result has "
                f'already: give it another, as in {{"{new}": "{new}_before"}}'
            )
        results.add(T.StructField(new, df.schema[old].dataType, df.schema[old].nullable))
    columns = [F.col(f"`{wanted_one}`") for wanted_one in wanted]
    entry = "unmix entry"
    if name:
        path = F.col(f"`{name}`").cast("string")
        columns.append(F.regexp_replace(path, "^file:(//)?(?=/)", "").alias(entry))

    def batches(incoming: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        normalizer = unmix.Normalizer(**options)
        for batch in incoming:
            yield from normalizer.normalize_batches(
                batch, column=column, name=entry if name else None, carry=renamed
            )

    return df.select(*columns).mapInArrow(batches, results)


def schema() -> T.StructType:
    """The fields of what comes out, without what is carried."""
    return T.StructType(
        [T.StructField(field.name, _spark(field.type), field.nullable) for field in unmix.schema()]
    )


def _spark(kind: pyarrow.DataType) -> T.DataType:
    """A type of the result, as Spark calls it."""
    import pyarrow

    if pyarrow.types.is_list(kind):
        return T.ArrayType(_spark(kind.value_type), kind.value_field.nullable)
    if pyarrow.types.is_struct(kind):
        return T.StructType(
            [T.StructField(field.name, _spark(field.type), field.nullable) for field in kind]
        )
    return {
        pyarrow.string(): T.StringType(),
        pyarrow.float64(): T.DoubleType(),
        pyarrow.int64(): T.LongType(),
    }[kind]


def main(arguments: Sequence[str] | None = None) -> int:
    """The job; gives the exit status of the command line: 0, or 1 if something failed."""
    parser = _parser()
    args, flags = parser.parse_known_args(arguments)
    try:
        options = _options(flags)
        unmix.Normalizer(**options)
    except unmix.OptionError as error:
        parser.error(str(error))
    # Executors on this machine have to find unmix where this process has found it.
    if "SPARK_ENV_LOADED" not in os.environ:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = _session(args)
    rows = _read(session, args)
    if args.partitions:
        rows = rows.repartition(args.partitions)
    name = None if args.name == "" else args.name or ("path" if "path" in rows.columns else None)
    try:
        segments = clean(rows, args.column, name, args.carry, **options)
    except unmix.OptionError as error:
        parser.error(str(error))
    failed = F.col("status") != "ok"
    counted = Observation("unmix")
    segments = segments.observe(
        counted,
        F.count(F.when(~failed, 1)).alias("segments"),
        F.count(F.when(failed, 1)).alias("failures"),
        F.min(F.when(failed, F.struct("entry", "error"))).alias("first"),
    )
    writer = segments.write.mode(args.mode).format(args.format)
    if args.partition_by:
        writer = writer.partitionBy(*args.partition_by)
    writer.save(args.output)
    return _report(counted.get, args.output)


def _report(counted: Mapping[str, Any], output: str) -> int:
    failures = counted["failures"]
    print(f"unmix: {counted['segments']} segments; see {output}", file=sys.stderr)
    if not failures:
        return 0
    first = counted["first"]
    told = first["error"] if not first["entry"] else f"{first['entry']}: {first['error']}"
    also = f" (and {failures - 1} more)" if failures > 1 else ""
    print(f"unmix: {told}{also}; see the rows whose status is not ok", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="unmix-spark",
        description="Clean text out of files on a cluster: a row for each segment. Options "
        "that are not listed here are those of `unmix clean` that tell of text, repair and "
        "limits, such as --lang zh,en.",
        allow_abbrev=False,
    )
    parser.add_argument("--input", nargs="+", required=True, help="files, folders or patterns")
    parser.add_argument("--output", required=True, help="the folder that is written")
    parser.add_argument(
        "--partition-by", type=_names, default=[], help="a folder for each value, such as: lang"
    )
    parser.add_argument(
        "--input-format",
        default="binaryFile",
        help="binaryFile, whole files, is the default; or a table: parquet, json, orc, text …",
    )
    parser.add_argument("--column", default="content", help="where the bytes or the text are")
    parser.add_argument(
        "--name", help="what the entries are called; path, where there is such a column"
    )
    parser.add_argument(
        "--carry", type=_names, default=[], help="columns that come out beside each segment"
    )
    parser.add_argument(
        "--include", help="of folders, only files whose names match, such as *.html"
    )
    parser.add_argument("--format", default="parquet", help="parquet is the default; json, orc …")
    parser.add_argument(
        "--mode",
        default="errorifexists",
        choices=["errorifexists", "overwrite", "append", "ignore"],
        help="what is done if the output is there",
    )
    parser.add_argument(
        "--rows-per-batch",
        type=int,
        default=ROWS_PER_BATCH,
        help=f"rows in memory at once, a task; {ROWS_PER_BATCH} is the default, 1 is for archives",
    )
    parser.add_argument("--partitions", type=int, help="deal the rows out anew to so many tasks")
    parser.add_argument("--master", help="the cluster, where spark-submit does not say it")
    parser.add_argument(
        "--conf", action="append", default=[], metavar="KEY=VALUE", help="a setting of Spark"
    )
    return parser


def _names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


def _options(flags: Iterable[str]) -> dict[str, Any]:
    """Flags of the command line as keyword arguments."""
    options: dict[str, Any] = {}
    name = None
    for flag in flags:
        if flag.startswith("--"):
            name, equals, value = flag[2:].partition("=")
            name = name.replace("-", "_")
            options.setdefault(name, [])
            if equals:
                options[name].append(value)
                name = None
        elif name is None:
            raise unmix.OptionError(f"unexpected argument '{flag}' found")
        else:
            options[name].append(flag)
            name = None
    return {name: values or True for name, values in options.items()}


def _session(args: argparse.Namespace) -> SparkSession:
    builder = SparkSession.builder.appName("unmix")
    if args.master:
        builder = builder.master(args.master)
    for setting in args.conf:
        key, _, value = setting.partition("=")
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", args.rows_per_batch)
    return session


def _read(session: SparkSession, args: argparse.Namespace) -> DataFrame:
    reader = session.read.format(args.input_format)
    if args.input_format.lower() == "binaryfile":
        reader = reader.option("recursiveFileLookup", "true")
    if args.include:
        reader = reader.option("pathGlobFilter", args.include)
    return reader.load(args.input)


if __name__ == "__main__":
    sys.exit(main())
