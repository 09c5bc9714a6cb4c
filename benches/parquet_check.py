"""Compares a batch in Parquet with the same batch as JSON Lines, field by field, as
pyarrow reads it: python parquet_check.py PARQUET_FOLDER JSONL_FOLDER. Needs pyarrow."""

import json
import pathlib
import sys

import pyarrow.parquet

columns, lines = map(pathlib.Path, sys.argv[1:3])
rows = wrong = 0
for path in sorted(lines.glob("*.jsonl")):
    if path.name == "entries.jsonl":
        continue
    with open(path, encoding="utf-8", newline="\n") as file:
        expected = [json.loads(line) for line in file]
    table = pyarrow.parquet.ParquetFile(columns / f"{path.stem}.parquet")
    found = table.read().to_pylist()
    if len(found) != len(expected):
        print(f"{path.stem}: {len(found)} rows, {len(expected)} lines")
        wrong += 1
    for row, line in zip(found, expected):
        if "fields" in line:
            line["fields"] = json.dumps(line["fields"])
            row["fields"] = json.dumps(json.loads(row["fields"]))
        line = {name: line.get(name) for name in table.schema_arrow.names}
        line["embeds"] = [{"lang": None, **embed} for embed in line["embeds"]]
        if row != line:
            wrong += 1
            if wrong < 5:
                print(f"{path.stem}: {row}\n  is not {line}")
    rows += len(found)
    codecs = {
        table.metadata.row_group(group).column(column).compression
        for group in range(table.metadata.num_row_groups)
        for column in range(table.metadata.num_columns)
    }
    if codecs - {"ZSTD"}:
        print(f"{path.stem}: {codecs}")
        wrong += 1
print(f"{rows} rows, {wrong} wrong")
sys.exit(wrong > 0)
