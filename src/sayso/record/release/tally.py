"""Actors and voices of a release, counted while its rows are made.

In:   incidents and relations as they are shown
Out:  rows of `actors` and `sources`

Method: counted from what is shown, never from the record, so that nothing stands in them that no
other table has.
Known faults: none known.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from sayso.base.joined import Incident, Relation, Teller
from sayso.base.keys import NAME, actor_key
from sayso.base.nouns import Claim
from sayso.record.release.harm_words import Words
from sayso.record.release.rows import joined, teller_kind
from sayso.tables import Row


@dataclass(slots=True)
class Counted:
    """What is counted while rows are made."""

    codes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    as_actor: Counter[str] = field(default_factory=Counter)
    as_recipient: Counter[str] = field(default_factory=Counter)
    in_relations: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    tellers: dict[str, Teller] = field(default_factory=dict)
    incidents: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)
    reports: Counter[str] = field(default_factory=Counter)
    shown_relation: dict[str, str] = field(default_factory=dict)
    incident_ids: set[str] = field(default_factory=set)
    claim_ids: set[str] = field(default_factory=set)


def count_incident(incident: Incident, told: list[Row], words: Words, counted: Counted) -> None:
    """Count an incident as it is shown, with the rows of what is told of it."""
    counted.incident_ids.add(incident.id)
    roles = {"actor": counted.as_actor, "recipient": counted.as_recipient}
    for row in told:
        if row["field"] in roles and row["key"]:
            roles[str(row["field"])][str(row["key"])] += 1
            counted.names.setdefault(str(row["key"]), str(row["value"]))
    for values in incident.values.values():
        for value in values:
            for teller in {t.key: t for t in value.tellers}.values():
                counted.values[_shown_teller(teller, words, counted)] += 1
    for teller in {t.key: t for t in incident.tellers}.values():
        counted.incidents[_shown_teller(teller, words, counted)] += 1


def count_relation(relation: Relation, words: Words, counted: Counted) -> None:
    """Count a relation as it is shown."""
    for key, name in (
        (relation.actor, relation.actor_name), (relation.recipient, relation.recipient_name)
    ):  # fmt: skip
        if key and not key.startswith(("geo:", "place:")):
            shown = words.cut(key)
            counted.in_relations[shown] += 1
            counted.names.setdefault(shown, words.cut(name))
    tellers = {t.key: t for phase in relation.phases for t in (
        *phase.tellers, *phase.enders, *phase.deniers, *phase.end_deniers)}  # fmt: skip
    for teller in tellers.values():
        counted.relations[_shown_teller(teller, words, counted)] += 1


def _shown_teller(teller: Teller, words: Words, counted: Counted) -> str:
    key = words.cut(teller.key)
    counted.tellers.setdefault(key, Teller(key=key, name=words.cut(teller.name)))
    return key


def count_codes(claim: Claim, counted: Counted) -> None:
    """Note the PLOVER codes that a claim gives to actors."""
    for who in (*claim.actor, *claim.recipient):
        if who.code:
            counted.codes[actor_key(who)][who.code] += 1


def actors(counted: Counted) -> Iterator[Row]:
    """Rows of `actors`, by key."""
    for key in sorted(counted.names):
        codes = counted.codes.get(key, Counter())
        yield {
            "key": key,
            "name": counted.names[key],
            "identified": not key.startswith(NAME),
            "code": joined(code for code, _ in sorted(codes.items(), key=lambda c: (-c[1], c[0]))),
            "incidents_as_actor": counted.as_actor[key],
            "incidents_as_recipient": counted.as_recipient[key],
            "relations": counted.in_relations[key],
        }


def sources(counted: Counted) -> Iterator[Row]:
    """Rows of `sources`, by key."""
    for key in sorted(counted.tellers):
        teller = counted.tellers[key]
        yield {
            "key": key,
            "name": teller.name,
            "kind": teller_kind(teller),
            "incidents": counted.incidents[key],
            "relations": counted.relations[key],
            "values": counted.values[key],
        }
