"""A cluster of Spark that loses an executor, and Ray with two workers."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import cases, clean, split

pytestmark = pytest.mark.slow

FILES = 24
FILE_BYTES = 400_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that take a second or two each, no two alike, and one that is damaged."""
    folder = tmp_path_factory.mktemp("large")
    texts = [case.bytes for case in cases() if not case.options and case.path.suffix == ".txt"]
    for number in range(FILES):
        with (folder / f"{number:03}.txt").open("wb") as file:
            file.write(b"This is file %d of them.\n" % number)
            while file.tell() < FILE_BYTES:
                file.writelines(text + b"\n" for text in texts)
    (folder / "damaged.zip").write_bytes(b"PK\x03\x04 this is no zip")
    return folder


def digests(lines: Iterable[str]) -> Counter[bytes]:
    return Counter(hashlib.blake2b(line.encode(), digest_size=16).digest() for line in lines)


def executors() -> list[int]:
    """The processes of executors that this one has, by way of others, begun."""
    parents, named = {}, []
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = Path(f"/proc/{process}/stat").read_text()
            command = Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            continue
        parents[int(process)] = int(stat.rpartition(")")[2].split()[1])
        if b"CoarseGrainedExecutorBackend" in command:
            named.append(int(process))

    def ours(process: int) -> bool:
        while process > 1 and process != os.getpid():
            process = parents.get(process, 0)
        return process == os.getpid()

    return [process for process in named if ours(process)]


def test_an_executor_that_is_killed_costs_no_row(folder: Path, tmp_path: Path) -> None:
    import pyarrow.parquet
    import pyspark
    from pyspark.sql import SparkSession

    from unmix import spark

    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "4")
        .config("spark.sql.files.maxPartitionBytes", str(FILE_BYTES))
        .config("spark.sql.files.openCostInBytes", "1")
        .getOrCreate()
    )
    try:
        tracker = session.sparkContext.statusTracker()
        files = session.read.format("binaryFile").load(str(folder))
        segments = spark.clean(files)
        work = threading.Thread(target=lambda: segments.write.parquet(str(tmp_path / "out")))
        work.start()
        seen = None
        while work.is_alive():
            for stage in tracker.getActiveStageIds():
                info = tracker.getStageInfo(stage)
                if info and info.numCompletedTasks >= 3 and info.numActiveTasks >= 1:
                    seen = info
            if seen:
                break
            time.sleep(0.05)
        assert seen, "the job was over before an executor could be killed"
        before = executors()
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        work.join()
        info = tracker.getStageInfo(seen.stageId)
        assert info.numFailedTasks >= 1, "nobody missed the executor"
    finally:
        session.stop()
    rows = pyarrow.parquet.read_table(tmp_path / "out").to_batches(max_chunksize=10_000)
    found: Counter[bytes] = Counter()
    failed = []
    for batch in rows:
        lines, errors = split(batch.to_pylist())
        found += digests(lines)
        failed += errors
    wanted, errors = clean(str(folder))
    assert len(wanted) > 50_000
    assert found == digests(wanted)
    assert failed == errors and len(errors) == 1


def test_ray_with_two_workers_gives_the_rows_of_the_command_line(
    corpus: Path, folder: Path
) -> None:
    import ray

    import unmix.ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        for path, batch_size in ((corpus, 8), (folder, 2)):
            files = unmix.ray.read(str(path))
            segments = unmix.ray.clean(files, batch_size=batch_size)
            found: Counter[bytes] = Counter()
            failed = []
            for batch in segments.iter_batches(batch_size=10_000, batch_format="pyarrow"):
                lines, errors = split(batch.to_pylist())
                found += digests(lines)
                failed += errors
            wanted, errors = clean(str(path))
            assert found == digests(wanted)
            assert sorted(failed) == sorted(errors)
        texts = ray.data.from_items([{"body": "Guten Morgen, meine Damen", "id": 7}])
        [row] = unmix.ray.clean(texts, "body", name=None, carry={"id": "number"}).take_all()
        assert (row["lang"], row["number"]) == ("de", 7)
        with pytest.raises(unmix.OptionError):
            unmix.ray.clean(texts, form="nfd")
    finally:
        ray.shutdown()
