"""What a release says of itself: the facts that its texts and its data package share.

In:   settings, filters, counts, versions
Out:  `Facts`, one struct, from which every text is made

Known faults: none known.
"""

import datetime as dt
from collections.abc import Mapping

import msgspec

from sayso.record.release.harm_rules import About, HarmRule

Filters = Mapping[str, object]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """All that texts need.

    Attributes:
        name: of the release.
        record: what the record is called, "" when nobody named it.
        day: of the release, in UTC; it is told here and nowhere else.
        as_of: number of the last act that counts.
        previous: name of the release before it, "".
        about: title, authors, licences.
        filters: as given, for people.
        rules: of doing no harm.
        estimates: names of the rules by which numbers were chosen.
        note: the user's own words.
        version: of sayso.
        makers: what drew the claims (versions and models), commonest first.
        counts: rows by table.
        withheld: how many incidents a rule left out, how many it changed.
    """

    name: str
    record: str = ""
    day: dt.date
    as_of: int
    previous: str = ""
    about: About = About()
    filters: dict[str, str] = msgspec.field(default_factory=dict)
    rules: tuple[HarmRule, ...] = ()
    estimates: tuple[str, ...] = ()
    note: str = ""
    version: str
    makers: tuple[str, ...] = ()
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    withheld: dict[str, int] = msgspec.field(default_factory=dict)

    @property
    def title(self) -> str:
        """Title of the data set."""
        return self.about.title or self.record or "A conflict record"

    @property
    def authors(self) -> tuple[str, ...]:
        """Who is cited."""
        return self.about.authors or (f"The makers of {self.title}",)

    def filter_words(self) -> str:
        """The filters in one line; "none" where there are none."""
        return "; ".join(f"{key} {value}" for key, value in self.filters.items()) or "none"

    def rule_words(self) -> list[str]:
        """The do-no-harm rules in words, without what they are for by name."""
        found = []
        for number, rule in enumerate(self.rules, 1):
            keys = ", ".join(rule.match.keys())
            to = f"to what is chosen by {keys}" if keys else "to everything"
            done = ", ".join(rule.actions())
            found.append(f"Rule {number}, applied {to}: {done}. Reason: {rule.reason}")
        return found
