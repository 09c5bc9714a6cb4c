"""What rows in a batch cost: memory and time of a process that does what a Python worker of
Spark does, with batches of different lengths.

    python python/benches/rows.py FOLDER [--megabytes 40] [--rows 1 16 64 256 1024]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import inputs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=int, default=40)
    parser.add_argument("--rows", type=int, nargs="+", default=[1, 16, 64, 256, 1024])
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    paths, size = inputs.first(args.folder, args.megabytes)
    if args.once:
        once(paths, args.rows[0])
        return
    print(f"{size / 1e6:.1f} MB in {len(paths)} files")
    for rows in args.rows:
        command = [sys.executable, __file__, str(args.folder), "--once", "--rows", str(rows)]
        subprocess.run([*command, "--megabytes", str(args.megabytes)], check=True)


def once(paths: list[Path], rows: int) -> None:
    import pyarrow

    import unmix

    def batches() -> Iterator[pyarrow.RecordBatch]:
        for start in range(0, len(paths), rows):
            some = paths[start : start + rows]
            content = [path.read_bytes() for path in some]
            yield pyarrow.record_batch({"content": content, "path": list(map(str, some))})

    def peak() -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6

    normalizer = unmix.Normalizer()
    normalizer.normalize("Warm, 暖かい, warm")
    before = peak()
    begun = time.process_time()
    largest = count = 0
    for batch in batches():
        for piece in normalizer.normalize_batches(batch, name="path"):
            largest = max(largest, piece.nbytes)
            count += piece.num_rows
    print(
        f"{rows:5} rows  {time.process_time() - begun:6.2f} s CPU  "
        f"{before:4.0f} MB before, {peak():4.0f} MB peak  "
        f"{count} segments, the largest batch {largest / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
