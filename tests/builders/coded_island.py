"""A record of an invented war on an island, for formats that know codes: one incident of each case.

Actors bear codes of a real country (Iceland), so that its numbers and names can be looked up; no
town, group or happening is real. A battle told by three reports with tolls that differ, of which
one is a copy; an attack on teachers told to a week and a province; a clash of two groups; a
protest; talks; a denial, a plan and a supposition; a disputed attack; happenings without a day,
without a place, with only a dateline's country, and of types that other schemes lack.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from guarded_town import copied
from handmade import make_claim, make_coded, make_document, make_report
from joined_by_hand import claims_of, incident, join

from sayso.base.nouns import Claim, Where
from sayso.record.ingest import add_coded
from sayso.record.open import Record

ARMY = ("the army", "isl.mil", "ISLMIL")
FRONT = ("Hallin Front", "isl.hallin-front", "ISLREB")
BRIGADE = ("Dask Brigade", "isl.dask-brigade", "ISLREB")
TEACHERS = ("teachers", "any.teachers.isl", "ISLEDU")
CROWD = ("people", "any.people.isl", "ISLCVL")
FOREIGN = ("Faroese troops", "fro.troops", "DNKMIL")

ILSK = Where(name="Ilsk", geonameid=900001, lat=64.31, lon=-20.3, admin1="Hallin", country="ISL",
             precision="place", basis="role")  # fmt: skip
HALLIN = Where(name="Hallin", geonameid=900009, lat=64.75, lon=-20.25, admin1="Hallin",
               country="ISL", precision="admin1", basis="role")  # fmt: skip
NEAR = msgspec.structs.replace(ILSK, precision="admin2")
LAND = Where(name="Iceland", geonameid=900010, country="ISL", precision="country", basis="role")
DATELINE = msgspec.structs.replace(LAND, basis="report")

DAY, WEEK = "2031-03-01", ("2031-03-03", "2031-03-09")
BATTLE = (
    "Fighters of the Hallin Front attacked the army in Ilsk on Saturday, killing 8 soldiers, "
    "a major said."
)

# Id of the incident: (report, text, type, words of the deed, what else the claim has, status).
_CASES: tuple[tuple[str, str, str, str, dict[str, Any], str], ...] = (
    ("i-civil", 'Last week the Hallin Front killed 4 teachers in Hallin; "why?", an aunt asked.',
     "ASSAULT", "killed",
     {"mode": "firearms", "actor": FRONT, "recipient": TEACHERS, "where": HALLIN, "when": WEEK,
      "number": ("4", "killed", 4, 4), "source": "an aunt"}, "asserted"),
    ("i-clash", "The Hallin Front and the Dask Brigade fought near Ilsk on Monday; 3 to 5 died.",
     "ASSAULT", "fought",
     {"actor": [FRONT, BRIGADE], "where": NEAR, "when": "2031-03-10",
      "number": ("3 to 5", "killed", 3, 5)}, "asserted"),
    ("i-protest", "Some 2,000 people marched in Ilsk on Tuesday.", "PROTEST", "marched",
     {"mode": "demo", "actor": CROWD, "where": ILSK, "when": "2031-03-11",
      "number": ("Some 2,000", "protesters", 1900, 2100)}, "asserted"),
    ("i-talks", "On Wednesday the army and the Hallin Front agreed to talk.", "AGREE", "agreed",
     {"actor": [ARMY, FRONT], "when": "2031-03-12"}, "asserted"),
    ("i-denied", "On Tuesday the army denied that it had shelled Ilsk on Monday.", "ASSAULT",
     "shelled", {"mode": "heavy-weapons", "actor": ARMY, "where": ILSK, "when": "2031-03-10",
      "source": "the army"}, "negated"),
    ("i-planned", "Soon the army will bomb Ilsk on Friday.", "ASSAULT", "bomb",
     {"mode": "aerial", "actor": ARMY, "where": ILSK, "when": "2031-03-14"}, "future"),
    ("i-supposed", "Some say the army might bomb Ilsk on Friday.", "ASSAULT", "bomb",
     {"mode": "aerial", "actor": ARMY, "where": ILSK, "when": "2031-03-14"}, "hypothetical"),
    ("i-bombs", "Faroese troops bombed Ilsk on Thursday, killing 2 teachers; they deny it.",
     "ASSAULT", "bombed",
     {"mode": "drone", "actor": FOREIGN, "recipient": TEACHERS, "where": ILSK,
      "when": "2031-03-13", "number": ("2", "killed", 2, 2)}, "disputed"),
    ("i-no-day", "Gunmen shot 6 teachers.", "ASSAULT", "shot",
     {"mode": "firearms", "actor": ("Gunmen", "any.gunmen", "---UAF"), "recipient": TEACHERS,
      "where": ILSK, "when": DAY, "number": ("6", "killed", 6, 6)}, "asserted"),
    ("i-dateline", "-1 was the name of the group that shot one man on Saturday.", "ASSAULT",
     "shot", {"actor": "-1", "recipient": "one man", "where": DATELINE, "when": DAY,
      "number": ("one", "killed", 1, 1)}, "asserted"),
    ("i-flight", "In 2031 the army drove 300 people from Iceland.", "DISPLACE", "drove",
     {"actor": ARMY, "recipient": CROWD, "where": LAND, "when": ("2031-01-01", "2031-12-31"),
      "number": ("300", "displaced", 300, 300)}, "asserted"),
    ("i-accused", "On Saturday the army accused the Hallin Front.", "ACCUSE", "accused",
     {"actor": ARMY, "recipient": FRONT, "when": DAY}, "asserted"),
    ("i-arrest", "Police arrested a teacher in Ilsk in March; they\tsaid\nso.", "COERCE",
     "arrested", {"mode": "arrest", "actor": ("Police", "isl.police", "ISLCOP"),
      "recipient": ("a teacher", "any.teachers.isl", "ISLEDU"), "where": ILSK,
      "when": ("2031-03-01", "2031-03-31"), "number": ("a teacher", "detained", 1, 1)},
     "asserted"),
    ("i-since", "Since July the army has held Ilsk; one soldier died.", "ASSAULT", "held",
     {"actor": ARMY, "when": ("2030-07-01", None), "number": ("one", "killed", 1, 1)},
     "asserted"),
)  # fmt: skip

NOT_TAKEN_PLACE = ("i-denied", "i-planned", "i-supposed")
ALL = ("i-battle", *(case[0] for case in _CASES))


def build(record: Record, *, backwards: bool = False) -> None:
    """Fill an empty record. `backwards`: the reports come in the contrary order."""
    made: list[Any] = []
    of: dict[str, list[tuple[str, str]]] = {}

    def add(id_: str, report: Any, *claims: Claim) -> None:
        made.append((report, make_coded(report, *claims)))
        of.setdefault(id_, []).extend((report.report_id, c.trigger.text) for c in claims)

    for name, outlet, more in (
        ("a-hill", "Hill Radio", ""),
        ("b-courier", "The Courier; Ilsk", " Shops stayed shut."),
    ):
        report = make_report(name, BATTLE + more, title='Front "attacks", =army', outlet=outlet,
                             published="2031-03-02", url=f"https://{name}.example/1")  # fmt: skip
        add("i-battle", report, make_claim(
            make_document(report), "ASSAULT", "attacked", actor=FRONT, recipient=ARMY,
            where=ILSK, when=DAY, number=("8", "killed", 8, 8), source="a major"))  # fmt: skip
    report = make_report("c-gazette", "At least 12 soldiers died in Ilsk, a nurse said.",
                         outlet="Marn Gazette", published="2031-03-03")  # fmt: skip
    add("i-battle", report, make_claim(
        make_document(report), "ASSAULT", "died", recipient=("soldiers", "isl.mil", "ISLMIL"),
        where=ILSK, when=DAY, number=("At least 12", "killed", 12, None),
        source="a nurse"))  # fmt: skip
    for id_, text, type_, deed, more_, status in _CASES:
        report = make_report(f"r-{id_}", text, outlet="Hill Radio", published="2031-03-15")
        told = "asserted" if status == "disputed" else status
        claim = make_claim(make_document(report), type_, deed, status=told, **more_)
        if id_ == "i-no-day":
            assert claim.when is not None
            when = msgspec.structs.replace(claim.when, basis="report_date")
            claim = msgspec.structs.replace(claim, when=when)
        add(id_, report, claim)
    with record.write("add", step="test") as act:
        for report, coded in reversed(made) if backwards else made:
            add_coded(act, report, coded)
    copied(record, "b-courier", "a-hill")
    known = {(c.doc, c.trigger.text): c for c in claims_of(record).values()}
    join(record, incidents=[_incident(id_, [known[one] for one in ids]) for id_, ids in of.items()])


def _incident(id_: str, claims: list[Claim]) -> Any:
    made = incident(id_, claims)
    if id_ in NOT_TAKEN_PLACE:
        denied: Mapping[str, Any] = {
            field: tuple(msgspec.structs.replace(t, denied=id_ == "i-denied") for t in told)
            for field, told in made.values.items()
        }
        return msgspec.structs.replace(made, status=claims[0].status, values=dict(denied))
    if id_ == "i-bombs":
        return msgspec.structs.replace(made, status="disputed")
    return made


__all__ = ["ALL", "NOT_TAKEN_PLACE", "build"]
