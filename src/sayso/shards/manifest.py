"""What a folder of shards says of itself: a note a shard, and `manifest.json` when all is done.

In:   a folder (`base.storage`)
Out:  `Head`, `Shard`, `Manifest`; which shards are whole

Method: a shard is whole when its note `shard-00000.json` is there, which is written after its
files and names their size and SHA-256. So a run that is killed leaves whole shards and files that
no note names. The manifest joins the notes at the end of the run.
Known faults: none known.
"""

from typing import Any

import msgspec

from sayso.base.errors import ConfigError
from sayso.base.ids import digest
from sayso.base.nouns import Drop, Noun
from sayso.base.storage import Folder
from sayso.config import Settings
from sayso.shards.columns import TABLES

MANIFEST = "manifest.json"
FORM = "sayso shards 1"


class Head(Noun, kw_only=True, frozen=True):
    """What must be equal for a run to be taken up again.

    Attributes:
        made_by: step, version and model.
        settings: the settings, without the day that was given, which goes with each report.
        shard_reports: items of the input a shard.
    """

    made_by: str
    settings: Settings
    shard_reports: int
    form: str = FORM


class File(Noun, kw_only=True, frozen=True):
    """A file of a shard."""

    name: str
    rows: int
    bytes: int
    sha256: str


class Dropped(Noun, kw_only=True, frozen=True):
    """How many were dropped for one reason, and the first of them."""

    n: int
    first: Drop


class Shard(Noun, kw_only=True, frozen=True):
    """One shard.

    Attributes:
        n: its number, from 0.
        items: items of the input that are in it.
        input: hash of their keys, in order (`columns.key_of`).
        claims, coded, without_claims: counts.
        dropped: by reason.
        mentions: as `identify.tally` counts them.
        files: one for each of `columns.TABLES`.
    """

    n: int
    items: int
    input: str
    coded: int
    without_claims: int
    claims: int
    dropped: tuple[Dropped, ...] = ()
    mentions: dict[str, int] = msgspec.field(default_factory=dict)
    files: tuple[File, ...] = ()


class Note(Noun, kw_only=True, frozen=True):
    """What stands beside a shard: the head of its run, and the shard."""

    head: Head
    shard: Shard


class Manifest(Noun, kw_only=True, frozen=True):
    """What a finished run leaves.

    Attributes:
        inputs: what was named as input.
        input: hash over the inputs of all shards.
        items, coded, claims: sums.
    """

    head: Head
    inputs: tuple[str, ...]
    input: str
    items: int
    coded: int
    claims: int
    shards: tuple[Shard, ...] = ()


def note_name(n: int) -> str:
    """Name of the note of a shard."""
    return f"shard-{n:05d}.json"


def file_name(table: str, n: int) -> str:
    """Name of a file of a shard."""
    return f"{table}-{n:05d}.parquet"


def manifest_of(head: Head, shards: list[Shard], inputs: tuple[str, ...]) -> Manifest:
    """Join the notes of a finished run."""
    return Manifest(
        head=head,
        inputs=inputs,
        input=digest(*(shard.input for shard in shards)),
        items=sum(shard.items for shard in shards),
        coded=sum(shard.coded for shard in shards),
        claims=sum(shard.claims for shard in shards),
        shards=tuple(shards),
    )


def whole_shards(folder: Folder) -> tuple[Head | None, list[Shard]]:
    """The shards that are whole, from the first on without a gap, and the head of their run.

    Raises:
        ConfigError: a note cannot be read, or is of another run than the first.
    """
    head: Head | None = None
    shards: list[Shard] = []
    while folder.size(note_name(len(shards))) is not None:
        name = note_name(len(shards))
        note = read_json(folder, name, Note)
        if note.head.form != FORM:
            raise ConfigError(f"{folder.where}{name}: made by another version of sayso")
        if head is not None and note.head != head:
            raise ConfigError(
                f"{folder.where}{name} is of another run than the shards before it: "
                "name another folder, or remove what is not of one run"
            )
        if note.shard.n != len(shards) or not _has_files(folder, note.shard):
            break
        head = note.head
        shards.append(note.shard)
    return head, shards


def read_json(folder: Folder, name: str, type_: type[Any]) -> Any:
    """Read a JSON file of the folder.

    Raises:
        ConfigError: it is not there, or not what it should be.
    """
    try:
        with folder.reading(name) as file:
            return msgspec.json.decode(file.read(), type=type_)
    except FileNotFoundError:
        raise ConfigError(
            f"{folder.where} holds no {name}: is it a folder of `sayso code -o FOLDER/`, "
            "and did that run end?"
        ) from None
    except msgspec.DecodeError as err:
        raise ConfigError(f"{folder.where}{name}: not what sayso writes: {err}") from err


def write_json(folder: Folder, name: str, noun: Noun) -> None:
    """Write a JSON file of the folder, whole."""
    with folder.writing(name) as file:
        file.write(msgspec.json.format(msgspec.json.encode(noun), indent=1) + b"\n")


def _has_files(folder: Folder, shard: Shard) -> bool:
    names = {file_name(table, shard.n) for table in TABLES}
    return {file.name for file in shard.files} == names and all(
        folder.size(file.name) == file.bytes for file in shard.files
    )
