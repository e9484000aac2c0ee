"""The file of a release: its title, licences and people, and the rules that do no harm.

In:   a TOML file (`sayso-release.toml`)
Out:  `ReleaseFile`: `[release]` and the `[[harm]]` rules, checked

Method: strict. An unknown key, a rule that does nothing, a country that is no code, a reason
that says what the rule withholds: each is refused with file, rule and key, since a rule that
does not work is found out only after publication.
Known faults: none known.
"""

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from sayso.base import ontology
from sayso.base.errors import ConfigError
from sayso.record.release.harm_words import same_name

FILE_NAME = "sayso-release.toml"
PlaceGrain = Literal["admin1", "country"]
DayGrain = Literal["week", "month", "year"]
Dropped = Literal["source", "outlet", "evidence", "coordinates"]
Evidence = Literal["drop", "cut"]

_Positive = Annotated[int, msgspec.Meta(ge=1, le=36_525)]  # a hundred years of days
_Words = tuple[Annotated[str, msgspec.Meta(min_length=1)], ...]


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Match(_Strict, kw_only=True, frozen=True):
    """What a rule is for. Each key that is given must hold; of several values any one.

    Attributes:
        country: ISO 3166 alpha-3 codes.
        type: types of the ontology.
        place: names of places or provinces, or GeoNames ids in digits.
        actor: names, ids or keys of actors and recipients.
        source: names, ids or keys of speakers, or names of outlets.
        text: words of an evidence sentence or a title.
        id: public ids of incidents, relations or reports.
        from_, to: days; what may have happened on one of them.
        unknown: what has no country or no day that is known is matched too.
    """

    country: _Words = ()
    type: _Words = ()
    place: _Words = ()
    actor: _Words = ()
    source: _Words = ()
    text: _Words = ()
    id: _Words = ()
    from_: dt.date | None = msgspec.field(name="from", default=None)
    to: dt.date | None = None
    unknown: bool = True

    def keys(self) -> tuple[str, ...]:
        """Names of the keys that are given, for people; never their values."""
        plain = ("country", "type", "place", "actor", "source", "text", "id")
        given = [name for name in plain if getattr(self, name)]
        return (*given, "day") if self.from_ or self.to else tuple(given)


class HarmRule(_Strict, kw_only=True, frozen=True):
    """One rule: for what, why, and what is done. At least one thing must be done.

    Attributes:
        reason: why; it is published.
        match: which incidents and relations, with all their claims. `{}` is every one.
        place: coarsen places to the province ("admin1") or the country.
        day: coarsen days to the week (Monday to Sunday), the month or the year.
        delay: leave out what is younger than so many days on the day of the release.
        drop: "source" (speakers' names), "outlet", "evidence" (the sentence),
            "coordinates" (with the GeoNames id, which stands for them).
        leave_out: leave it out altogether.
        evidence: what becomes of the sentences where place, day, source or outlet are withheld:
            "drop" leaves them out, "cut" cuts the words out of them visibly.
    """

    reason: Annotated[str, msgspec.Meta(min_length=1)]
    match: Match
    place: PlaceGrain | None = None
    day: DayGrain | None = None
    delay: _Positive | None = None
    drop: tuple[Dropped, ...] = ()
    leave_out: bool = False
    evidence: Evidence = "drop"

    def actions(self) -> tuple[str, ...]:
        """What it does, in words for people."""
        told = {
            "source": "name of the source dropped",
            "outlet": "name of the outlet dropped",
            "evidence": "evidence sentence dropped",
            "coordinates": "coordinates dropped",
        }
        found = [f"place coarsened to {self.place}"] if self.place else []
        found += [f"day coarsened to {self.day}"] if self.day else []
        found += [f"left out when younger than {self.delay} days"] if self.delay else []
        found += [told[name] for name in self.drop]
        found += ["left out"] if self.leave_out else []
        return tuple(found)


class Licence(_Strict, kw_only=True, frozen=True):
    """A licence as Frictionless has it: a name (Open Definition or SPDX), or an address."""

    name: str = ""
    title: str = ""
    path: str = ""


class About(_Strict, kw_only=True, frozen=True):
    """What people call the data set, and under which terms it is given.

    Attributes:
        title: of the data set, "" for the name of the record.
        authors: who is cited.
        licences: empty until the user says; sayso chooses none.
        name_people: whether changes name the persons who decided; else "a person".
    """

    title: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    contact: str = ""
    homepage: str = ""
    keywords: tuple[str, ...] = ()
    licences: tuple[Licence, ...] = ()
    name_people: bool = False


class ReleaseFile(_Strict, kw_only=True, frozen=True):
    """The whole file."""

    release: About = About()
    harm: tuple[HarmRule, ...] = ()


def read_release_file(path: Path) -> ReleaseFile:
    """Read and check a file of rules.

    Raises:
        ConfigError: it cannot be read, is not TOML, or something in it is wrong; the message
            names the file and the rule.
    """
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as err:
        raise ConfigError(f"{path}: cannot be read ({err.strerror})") from err
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise ConfigError(f"{path}: not valid TOML: {err}") from err
    return release_file_from(tree, where=str(path))


def release_file_from(tree: dict[str, Any], *, where: str) -> ReleaseFile:
    """Build it from plain dicts; `where` opens every message.

    >>> rule = {"reason": "Safety", "match": {"country": ["VEL"]}}
    >>> release_file_from({"harm": [rule]}, where="rules.toml")
    Traceback (most recent call last):
    ...
    sayso.base.errors.ConfigError: rules.toml: harm rule 1 does nothing; say place, day, delay, drop or leave_out
    """  # noqa: E501  a message is one line
    try:
        found = msgspec.convert(tree, ReleaseFile)
    except msgspec.ValidationError as err:
        what, _, at = str(err).partition(" - at `$.")
        at = re.sub(r"harm\[(\d+)\]", lambda m: f"harm rule {int(m[1]) + 1}", at.rstrip("`"))
        place = f"{where}: {at}" if at else where
        raise ConfigError(f"{place}: {what[:1].lower()}{what[1:]}") from err
    for number, rule in enumerate(found.harm, 1):
        _check(rule, f"{where}: harm rule {number}")
    return found


def _check(rule: HarmRule, where: str) -> None:
    if not rule.actions():
        raise ConfigError(f"{where} does nothing; say place, day, delay, drop or leave_out")
    match = rule.match
    for code in match.country:
        if not re.fullmatch(r"[A-Z]{3}", code):
            raise ConfigError(f"{where}: {code!r} is no country; write its code, as KEN")
    known = ontology.load().types
    for name in match.type:
        if name not in known:
            raise ConfigError(f"{where}: no type {name!r}; there are {', '.join(known)}")
    if match.from_ and match.to and match.from_ > match.to:
        raise ConfigError(f"{where}: from ({match.from_}) is after to ({match.to})")
    for name in (*match.place, *match.actor, *match.source, *match.text, *match.id):
        if same_name(name, rule.reason):
            raise ConfigError(f"{where}: the reason is published and names {name!r}; reword it")
