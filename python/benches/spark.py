"""What Spark costs and what executors bring: the same folder through the job with one and
with two executors of one core each, and through ``unmix clean --jobs 2``, in turn.

    cargo build --release
    python python/benches/spark.py FOLDER [--rounds 3] [--rows 64] [--free]

An executor of one core, its Python worker included, is held to one core of the machine, as
Kubernetes and YARN hold theirs by limits of the CPU; ``--free`` leaves them where they are.
Prints medians of wall-clock seconds: of the write alone, which leaves the start of Spark
out, and of the whole, and the largest resident memory of an executor's JVM and of a Python
worker.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path


def processes() -> dict[int, bytes]:
    """The command lines of all processes."""
    found = {}
    for process in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            found[int(process)] = Path(f"/proc/{process}/cmdline").read_bytes()
    return found


def parent(process: int) -> int:
    """The process that began this one."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


EXECUTOR, WORKER = b"CoarseGrainedExecutorBackend", b"pyspark.daemon"


def hold() -> None:
    """Holds every executor, with its Python worker, to a core of its own."""
    found = processes()
    executors = sorted(process for process, command in found.items() if EXECUTOR in command)
    for core, executor in zip(sorted(os.sched_getaffinity(0)), executors, strict=False):
        family = {executor}
        for process in sorted(found):
            if WORKER in found[process] and parent(process) in family:
                family.add(process)
        for process in family:
            # Threads and processes that are begun later stay on the core of who began them.
            for thread in os.listdir(f"/proc/{process}/task"):
                with contextlib.suppress(OSError):
                    os.sched_setaffinity(int(thread), {core})


def resident(peak: dict[str, int], done: threading.Event) -> None:
    """Keeps the largest resident memory, in MB, of executors and of Python workers."""
    kinds = {"executor": EXECUTOR, "worker": WORKER}
    while not done.wait(0.2):
        for process, command in processes().items():
            for kind, mark in kinds.items():
                if mark in command:
                    with contextlib.suppress(OSError):
                        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
                        megabytes = pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000
                        peak[kind] = max(peak.get(kind, 0), megabytes)


def once(folder: str, executors: int, rows: int, output: str, free: bool) -> None:
    """One job, in a process of its own; prints a JSON object."""
    import pyspark
    from pyspark.sql import SparkSession

    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from unmix import spark

    session = (
        SparkSession.builder.master(f"local-cluster[{executors},1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", rows)
        # Tasks of some 4 MB, so that the last ones end at about the same time.
        .config("spark.sql.files.maxPartitionBytes", "4MB")
        .config("spark.sql.files.openCostInBytes", "0")
        .getOrCreate()
    )
    # All executors have to be there, and have loaded what they need.
    ready = session.sparkContext.parallelize(range(executors * 4), executors * 4)
    ready.map(lambda number: time.sleep(0.5)).count()
    if not free:
        hold()
    files = session.read.format("binaryFile").option("recursiveFileLookup", "true").load(folder)
    peak: dict[str, int] = {}
    done = threading.Event()
    thread = threading.Thread(target=resident, args=(peak, done))
    thread.start()
    begun = time.perf_counter()
    spark.clean(files).write.mode("overwrite").parquet(output)
    seconds = time.perf_counter() - begun
    done.set()
    thread.join()
    count = session.read.parquet(output).count()
    session.stop()
    print(json.dumps({"seconds": seconds, "rows": count, **peak}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=64)
    parser.add_argument("--executors", type=int, nargs="+", default=[1, 2])
    built = Path(__file__).resolve().parents[2] / "target/release/unmix"
    parser.add_argument("--unmix", default=built, help="the binary that is compared")
    parser.add_argument("--free", action="store_true", help="hold no executor to a core")
    parser.add_argument("--once", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--output", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.once:
        once(args.folder, args.once, args.rows, args.output, args.free)
        return
    if shutil.which(args.unmix) is None:
        parser.error(f"there is no {args.unmix}: cargo build --release")
    size = sum(path.stat().st_size for path in Path(args.folder).rglob("*") if path.is_file())
    results: dict[str, list[dict[str, float]]] = {}
    for _ in range(args.rounds):
        for executors in args.executors:
            with tempfile.TemporaryDirectory() as output:
                command = [sys.executable, __file__, args.folder, "--rows", str(args.rows)]
                command += ["--free"] * args.free
                begun = time.perf_counter()
                done = subprocess.run(
                    [*command, "--once", str(executors), "--output", f"{output}/segments"],
                    check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                )  # fmt: skip
                found = json.loads(done.stdout.strip().split("\n")[-1])
                found["whole"] = time.perf_counter() - begun
                results.setdefault(f"executors {executors}", []).append(found)
        for name, flags in (("stream", []), ("parquet", ["-f", "parquet", "-o"])):
            output = tempfile.mkdtemp()
            flags = [*flags, f"{output}/batch"] if flags else flags
            begun = time.perf_counter()
            subprocess.run(
                [args.unmix, "clean", "--jobs", "2", "--quiet", *flags, args.folder],
                stdout=subprocess.DEVNULL,
            )
            whole = time.perf_counter() - begun
            shutil.rmtree(output)
            results.setdefault(f"clean {name}", []).append({"seconds": whole, "whole": whole})
    print(f"{size / 1e6:.1f} MB, {args.rounds} rounds in turn, {args.rows} rows a batch")
    middles = {}
    for name, found in results.items():
        middle = {
            key: statistics.median(one[key] for one in found) for key in found[0] if key in found[0]
        }
        middles[name] = middle["seconds"]
        print(
            f"{name:14} {middle['seconds']:7.1f} s  {size / 1e6 / middle['seconds']:5.1f} MB/s  "
            f"whole {middle['whole']:6.1f} s  "
            + "  ".join(
                f"{key} {value:.0f}"
                for key, value in middle.items()
                if key not in ("seconds", "whole")
            )
        )
    one, two = (middles.get(f"executors {number}") for number in (1, 2))
    if one and two:
        print(f"two executors are {one / two:.2f} times one")
        for name in ("stream", "parquet"):
            print(f"two executors take {two / middles[f'clean {name}']:.2f} times clean {name}")


if __name__ == "__main__":
    main()
