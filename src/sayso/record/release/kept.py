"""Releases as the record keeps them: with what, when and from what they were made.

In:   a `View`
Out:  `Released`, whose `Detail` holds all that it takes to draw the release again

Known faults: none known.
"""

import datetime as dt

import msgspec
import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.record import acts, schema
from sayso.record.release.harm_rules import ReleaseFile
from sayso.record.release.wanted import Words
from sayso.record.view import View


class At(msgspec.Struct, frozen=True, kw_only=True):
    """When a release is made: its day, and the number of the last act that counts."""

    day: dt.date
    as_of: int


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a release is made with; kept with it in the record."""

    filters: Words = msgspec.field(default_factory=dict)
    file: ReleaseFile = ReleaseFile()
    note: str = ""


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """`release.detail`: all that it takes to draw the release again.

    Attributes:
        settings: as given.
        day: of the release.
        as_of: number of the last act that counts.
        previous: name of the release before it.
        version: of sayso.
        counts: rows by table.
        withheld: incidents left out and changed by rules.
        tombstones: ids of incidents that were released once and are no more: (old, new, why,
            first release without it).
    """

    settings: Settings
    day: dt.date
    as_of: int
    previous: str = ""
    version: str = ""
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    withheld: dict[str, int] = msgspec.field(default_factory=dict)
    tombstones: tuple[tuple[str, str, str, str], ...] = ()


class Released(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `release`."""

    name: str
    digest: str
    at: str
    act: int
    detail: Detail


def releases(view: View) -> list[Released]:
    """Releases of a record, the oldest first."""
    table, act = schema.release, schema.act
    rows = view.conn.execute(
        sa.select(table, act.c.at)
        .join(act, act.c.n == table.c.made)
        .where(view.open(table))
        .order_by(table.c.made)
    )
    return [
        Released(
            name=row.name,
            digest=row.digest,
            at=row.at,
            act=row.made,
            detail=msgspec.json.decode(row.detail, type=Detail),
        )
        for row in rows
    ]


def check_rules(known: list[Released], settings: Settings) -> None:
    """Refuse to forget do-no-harm rules: what the last release withheld would be in this one.

    Raises:
        ConfigError: the last release had rules, and this one has none.
    """
    if known and known[-1].detail.settings.file.harm and not settings.file.harm:
        raise ConfigError(
            f"release {known[-1].name} had do-no-harm rules and this one has none: say "
            "--rules FILE, or --no-rules if nothing is to be withheld any more"
        )


def today(view: View) -> dt.date:
    """The day that an act of now is dated with, in UTC: never before the last act's."""
    last = view.conn.execute(sa.select(sa.func.max(schema.act.c.at))).scalar() or ""
    return max(acts.now().date(), dt.date.fromisoformat(last[:10]) if last else dt.date.min)
