"""unmix on Ray: a function from a Dataset to a Dataset.

>>> import ray.data, unmix.ray
>>> pages = ray.data.read_binary_files("s3://bucket/crawl/", include_paths=True)
>>> unmix.ray.clean(pages).write_parquet("s3://bucket/segments/", partition_cols=["lang"])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow

import unmix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ray.data import Dataset
    from typing_extensions import Unpack

    from unmix._unmix import Options

__all__ = ["clean"]


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

    ``column`` holds bytes (``bytes`` is what ``read_binary_files`` calls it) or text, the
    column ``name`` says what the entries are called (``path`` with ``include_paths=True``;
    ``None`` calls them all ``-``), and the columns ``carry`` come out again beside each
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
