"""unmix on Ray: a function from a Dataset to a Dataset, and one that reads files.

>>> from unmix import ray
>>> segments = ray.clean(ray.read("s3://bucket/crawl/"))
>>> segments.write_parquet("s3://bucket/segments/", partition_cols=["lang"])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow
import ray.data
from pyarrow import fs

import unmix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ray.data import Dataset
    from typing_extensions import Unpack

    from unmix._unmix import Options

__all__ = ["clean", "read"]

#: Into how many pieces a list of files is cut at the most.
PIECES = 1000


def clean(
    ds: Dataset,
    column: str = "bytes",
    name: str | None = "path",
    carry: Sequence[str] | Mapping[str, str] = (),
    *,
    batch_size: int = 64,
    ray_options: Mapping[str, Any] | None = None,
    **options: Unpack[Options],
) -> Dataset:
    """The segments of the rows of ``ds``, a row each, with the fields of the JSON lines.

    ``column`` holds bytes (in ``bytes`` after ``read`` and after Ray's own
    ``read_binary_files``) or text, the column ``name`` says what the entries are called
    (``None`` calls them all ``-``), and the columns ``carry`` come out again beside each
    segment. ``batch_size`` rows are in memory at once, and ``ray_options`` go to
    ``map_batches``: ``{"num_cpus": 1, "concurrency": 8}``. ``options`` are those of
    ``unmix clean``, with ``_`` for ``-``.


    A row that cannot be read becomes a row whose ``status`` is ``failed`` or ``partial``
    and whose ``error`` is the message.
    """
    normalizer = unmix.Normalizer(**options)

    def batches(table: pyarrow.Table) -> Iterator[pyarrow.Table]:
        reader = normalizer.normalize_batches(table, column=column, name=name, carry=carry)
        # Where nothing comes out, the columns are still told.
        yield reader.schema.empty_table()
        for batch in reader:
            yield pyarrow.Table.from_batches([batch])

    return ds.map_batches(
        batches,
        batch_format="pyarrow",
        batch_size=batch_size,
        zero_copy_batch=True,
        **(ray_options or {}),
    )


def read(paths: str | Sequence[str]) -> Dataset:
    """Files as they are, one a row, in the columns ``path`` and ``bytes``.

    ``paths`` are files and folders, here or at a URI such as ``s3://bucket/crawl/``; of
    folders, everything but what is hidden. Ray's own ``read_binary_files`` unpacks files
    such as ``a.warc.gz`` by their names, and where one is cut off, it fails all of them;
    unmix unpacks them itself, and gives what comes before the cut.
    """
    found = [
        {"path": path}
        for root in ([paths] if isinstance(paths, str) else paths)
        for path in _list(root)
    ]
    listed = ray.data.from_items(found, override_num_blocks=max(1, min(len(found), PIECES)))
    return listed.map_batches(_contents, batch_format="pyarrow", batch_size=None)


def _list(root: str) -> list[str]:
    """The files at and below a path, in the order of their names."""
    files, path = fs.FileSystem.from_uri(root) if "://" in root else (fs.LocalFileSystem(), root)
    start = root.partition("://")[0] + "://" if "://" in root else ""
    if files.get_file_info(path).type == fs.FileType.File:
        return [root]
    below = files.get_file_info(fs.FileSelector(path, recursive=True))
    return sorted(
        start + info.path
        for info in below
        if info.type == fs.FileType.File and "/." not in info.path[len(path.rstrip("/")) :]
    )


def _contents(table: pyarrow.Table) -> Iterator[pyarrow.Table]:
    """The files of these paths, with their bytes."""
    for name in table.column("path").to_pylist():
        files, path = (
            fs.FileSystem.from_uri(name) if "://" in name else (fs.LocalFileSystem(), name)
        )
        with files.open_input_stream(path, compression=None) as stream:
            content = pyarrow.array([stream.readall()], pyarrow.large_binary())
        yield pyarrow.table({"path": [name], "bytes": content})
