"""What Arrow costs: Normalizer.normalize_batch and the Rust library, on the same bytes, on
one core, in turn.

    cargo build --release -p unmix-python --example library
    python python/benches/batch.py FOLDER [--rounds 5] [--rows 64] [--megabytes 50]

Prints seconds of CPU, medians, and the ratio of the medians. The installed wheel has to be
a release build of the same sources.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import inputs
import pyarrow

import unmix


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=64)
    parser.add_argument("--megabytes", type=int, default=50)
    parser.add_argument("--library", default="target/release/examples/library")
    args = parser.parse_args()
    paths, size = inputs.first(args.folder, args.megabytes)
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(paths):
            (Path(folder) / f"{number:06}{path.suffix}").symlink_to(path.resolve())
        compare(sorted(Path(folder).iterdir()), size / 1e6, args)


def compare(paths: list[Path], megabytes: float, args: argparse.Namespace) -> None:
    library = subprocess.Popen(
        [args.library, *map(str, paths)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    batches = []
    for start in range(0, len(paths), args.rows):
        some = paths[start : start + args.rows]
        columns = {"content": [path.read_bytes() for path in some], "path": list(map(str, some))}
        batches.append(pyarrow.record_batch(columns))
    normalizer = unmix.Normalizer()
    rust: list[float] = []
    arrow: list[float] = []
    for number in range(args.rounds + 1):
        library.stdin.write("\n")
        library.stdin.flush()
        wanted, seconds = library.stdout.readline().split()
        before = time.thread_time()
        rows = sum(normalizer.normalize_batch(batch, name="path").num_rows for batch in batches)
        own = time.thread_time() - before
        assert rows == int(wanted), (rows, wanted)
        if number:  # The first round of both reads models.
            rust.append(float(seconds))
            arrow.append(own)
    library.stdin.close()
    library.wait()
    for name, times in (("library", rust), ("normalize_batch", arrow)):
        middle = statistics.median(times)
        print(f"{name:16} {middle:7.2f} s CPU  {megabytes / middle:6.1f} MB/s  {times}")
    ratio = statistics.median(arrow) / statistics.median(rust)
    print(f"{megabytes:.1f} MB in {len(paths)} files, {rows} rows: ratio {ratio:.3f}")


if __name__ == "__main__":
    main()
