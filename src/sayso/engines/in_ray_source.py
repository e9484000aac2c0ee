"""The source of Ray's pipeline: one task that gives chunk after chunk, as they are fed.

In:   the feeder, an actor
Out:  a Ray Data source

Known faults: needs Ray to be imported at all, so it stands apart from `in_ray`.
"""

from collections.abc import Callable, Iterator
from typing import Any

import ray
from ray.data import Datasource, ReadTask
from ray.data.block import BlockMetadata


def fed_by(feeder: Any) -> Datasource:
    """Make the source.

    Args:
        feeder: handle of the actor that holds the chunks.
    """
    return _Fed(feeder)


class _Fed(Datasource):
    def __init__(self, feeder: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._feeder = feeder

    def get_name(self) -> str:
        return "sayso"

    def estimate_inmemory_data_size(self) -> None:
        """Not known: the input is a stream."""

    def get_read_tasks(self, parallelism: int, *_: Any, **__: Any) -> list[ReadTask]:
        del parallelism  # the order is that of one stream
        facts = BlockMetadata(num_rows=None, size_bytes=None, exec_stats=None, input_files=None)
        return [ReadTask(_reader(self._feeder), facts)]


def _reader(feeder: Any) -> Callable[[], Iterator[Any]]:
    def read() -> Iterator[Any]:
        number = 0
        while (row := ray.get(feeder.get.remote(number))) is not None:
            yield row
            number += 1

    return read
