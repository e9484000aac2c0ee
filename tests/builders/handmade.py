"""Reports and claims made by hand, and one invented war, for tests of `link` and `record`.

A claim names words; each is looked up in the sentence of its trigger (then in the whole
text), so that offsets are always true. Nothing here runs a model or the gazetteer.

    report = make_report("r-1", "Rebels attacked Ilsk on Saturday.", published="2031-03-02")
    doc = make_document(report)
    claim = make_claim(doc, "ASSAULT", "attacked", actor=("Rebels", "front"), place="Ilsk",
                       when="2031-03-01")
    coded = make_coded(report, claim)

In tests: `from handmade import ...` (pyproject's `pythonpath`), or the fixtures of the same
names in `tests/record/conftest.py`.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sayso.base import ids, ontology
from sayso.base.nouns import (
    Actor,
    Claim,
    Document,
    Media,
    Number,
    Place,
    Report,
    Sentence,
    Span,
    Time,
    Voice,
    When,
    Where,
)
from sayso.detect import read
from sayso.pipeline import Coded

MADE_BY = "sayso test"

# Invented places: GeoNames id, latitude, longitude, province, country. Ilsk and Ostrel lie 12 km
# apart, Marn 300 km off, Dask across the border.
PLACES: dict[str, tuple[int, float, float, str, str]] = {
    "Ilsk": (900001, 43.10, 41.20, "Hallin", "VEL"),
    "Ostrel": (900002, 43.20, 41.24, "Hallin", "VEL"),
    "Marn": (900003, 45.80, 41.00, "Upper Vel", "VEL"),
    "Dask": (900004, 43.00, 44.00, "Dask", "DAS"),
}

# Invented actors: how reports call them -> id, PLOVER code.
ACTORS: dict[str, tuple[str, str]] = {
    "Hallin Front": ("vel.hallin-front", "VEL REB"),
    "army": ("vel.army", "VEL MIL"),
    "Dask Brigade": ("das.dask-brigade", "DAS REB"),
    "Free Hallin": ("vel.free-hallin", "VEL REB"),
    "Yorun Kell": ("vel.yorun-kell", "VEL REB"),
    "government": ("vel.government", "VEL GOV"),
}

Words = str | tuple[str, ...]


def make_report(
    report_id: str,
    text: str,
    *,
    title: str = "",
    outlet: str = "",
    published: str | dt.date | None = None,
    url: str = "",
) -> Report:
    """A report of plain text; the bytes are title and text."""
    whole = f"{title}\n\n{text}" if title else text
    return Report(
        report_id=report_id,
        content=whole.encode(),
        media=Media.TEXT,
        origin=f"{report_id}.txt",
        title=title,
        outlet=outlet,
        url=url,
        published=_day(published),
        published_from="given" if published else None,
    )


def make_document(report: Report) -> Document:
    """The document of a report made by `make_report`: its text as it stands."""
    text = report.content.decode()
    blocks, at = [], 0
    for block in text.split("\n\n"):
        start = text.index(block, at)
        at = start + len(block)
        blocks.append((start, at))
    return Document(
        report_id=report.report_id,
        text=text,
        title=report.title,
        outlet=report.outlet,
        published=report.published,
        published_from=report.published_from,
        language="en",
        url=report.url,
        origin=report.origin,
        blocks=tuple(blocks),
    )


def make_claim(
    doc: Document,
    type_: str,
    trigger: str,
    *,
    mode: str = "",
    actor: Words | Sequence[Words] = (),
    recipient: Words | Sequence[Words] = (),
    place: str = "",
    time: str = "",
    number: tuple[Any, ...] | Sequence[tuple[Any, ...]] = (),
    instrument: str = "",
    source: Words | Sequence[Words] = (),
    when: str | tuple[str | None, str | None] | None = None,
    where: Where | None = None,
    status: str = "asserted",
    hedged: bool = False,
    score: float = 0.9,
    nth: int = 0,
) -> Claim:
    """A claim by its words.

    Args:
        doc: the document; every word must stand in it.
        type_: as the ontology names it; the kind follows from it.
        trigger: words; `nth` says which of several stretches of them (0 is the first).
        actor, recipient, source: words, or (words, id), or (words, id, code), or a list of such;
            words that `ACTORS` knows (with or without "the") are identified.
        place: words; what `PLACES` knows is identified, and is where the claim happens.
        number: (words, what, low, high), or a list of such; "" as words takes the trigger's.
        when: a day, or (first, last), either None where open.
    """
    start = -1
    for _ in range(nth + 1):
        start = doc.text.index(trigger, start + 1)
    evidence = next(s for s in sentences(doc) if s.start <= start < s.end)

    def find(words: str) -> tuple[int, int, str]:
        at = doc.text.find(words, evidence.start, evidence.end)
        at = doc.text.index(words) if at < 0 else at
        return at, at + len(words), words

    def span(words: str, cls: type[Span] = Span, **more: Any) -> Any:
        first, last, text = find(words)
        return cls(start=first, end=last, text=text, **more)

    def who(given: Words | Sequence[Words], cls: type[Span]) -> tuple[Any, ...]:
        return tuple(_who(words, cls, span) for words in _listed(given))

    kind = ontology.load().kind_of(type_)
    places = (_place(place, span),) if place else ()
    if where is None and places and places[0].geonameid is not None:
        p = places[0]
        where = Where(
            name=p.name,
            geonameid=p.geonameid,
            lat=p.lat,
            lon=p.lon,
            admin1=p.admin1,
            country=p.country,
            precision=p.precision,
            basis="role",
        )
    days = _when(when)
    times = (
        (
            span(
                time,
                Time,
                earliest=days and days.earliest,
                latest=days and days.latest,
                precision=days and days.precision,
                basis=days and days.basis,
            ),
        )
        if time
        else ()
    )
    numbers = [number] if number and not isinstance(number[0], tuple) else number
    return Claim(
        id=ids.claim_id(doc.report_id, kind, type_, start, start + len(trigger)),
        doc=doc.report_id,
        kind=kind,
        type=type_,
        mode=mode,
        trigger=Span(start=start, end=start + len(trigger), text=trigger),
        evidence=Span(start=evidence.start, end=evidence.end, text=evidence.text),
        actor=who(actor, Actor),
        recipient=who(recipient, Actor),
        place=places,
        time=times,
        instrument=(span(instrument),) if instrument else (),
        number=tuple(
            span(words or trigger, Number, what=what, low=low, high=high)
            for words, what, low, high in numbers
        ),
        source=who(source, Voice),
        outlet=doc.outlet,
        when=days,
        where=where,
        status=status,  # type: ignore[arg-type]
        hedged=hedged,
        score=score,
        made_by=MADE_BY,
    )


def make_coded(report: Report, *claims: Claim) -> Coded:
    """What the pipeline would give for the report: its document, sentences and these claims."""
    doc = make_document(report)
    ordered = tuple(sorted(claims, key=lambda c: (c.trigger.start, c.trigger.end, c.type)))
    return Coded(document=doc, reading=read(doc), claims=ordered)


def sentences(doc: Document) -> tuple[Sentence, ...]:
    """The sentences of a document, as detection divides it."""
    return read(doc).sentences


def _day(given: str | dt.date | None) -> dt.date | None:
    return dt.date.fromisoformat(given) if isinstance(given, str) else given


def _listed(given: Words | Sequence[Words]) -> Iterable[tuple[str, ...]]:
    if isinstance(given, str):
        given = [given]
    elif isinstance(given, tuple) and given and all(isinstance(part, str) for part in given):
        given = [given]  # (words, id) or (words, id, code)
    return [(words,) if isinstance(words, str) else tuple(words) for words in given]


def _who(words: tuple[str, ...], cls: type[Span], span: Any) -> Any:
    text, *known = words
    if not known:
        bare = text.removeprefix("The ").removeprefix("the ")
        known = list(ACTORS.get(bare, ()))
    more = dict(zip(("actor_id", "code"), known, strict=False))
    if cls is Voice:
        more.pop("code", None)
    return span(text, cls, **more)


def _place(words: str, span: Any) -> Place:
    known = PLACES.get(words)
    if known is None:
        return span(words, Place)
    geonameid, lat, lon, admin1, country = known
    return span(
        words,
        Place,
        name=words,
        geonameid=geonameid,
        lat=lat,
        lon=lon,
        admin1=admin1,
        country=country,
        precision="place",
    )


def _when(given: str | tuple[str | None, str | None] | None) -> When | None:
    if given is None:
        return None
    first, last = (given, given) if isinstance(given, str) else given
    return When(
        earliest=_day(first),
        latest=_day(last),
        precision="day" if first == last else "span",
        basis="relative",
    )


# --- one invented war ---------------------------------------------------------------------

_ATTACK = (
    "Fighters of the Hallin Front attacked the town of Ilsk on Saturday, killing 8 soldiers, "
    "the army said.\n\n"
    "A hospital in Ilsk said 17 people were killed in the attack. "
    "The Hallin Front said it had taken the town and would hold it until the government left."
)


def the_war() -> list[tuple[Report, Coded]]:
    """Twelve reports of an invented war of 2031, with their claims.

    A wire story and its copy (`hill-1`, `courier-1`) with tolls that disagree; a later report
    with another toll and a denial (`gazette-1`); a second attack on the same town nine days
    later (`hill-2`); a protest, an arrest, a plan; a pledge, its denial, a split, a leader's
    death, control of a place, a truce. `blank-1` makes no claim.
    """
    front, army, brigade = "Hallin Front", "army", "Dask Brigade"
    made: list[tuple[Report, Coded]] = []

    def report(id_: str, outlet: str, day: str, title: str, text: str, *claims: Any) -> None:
        r = make_report(id_, text, title=title, outlet=outlet, published=day)
        doc = make_document(r)
        made.append((r, make_coded(r, *(make_claim(doc, *args, **more) for args, more in claims))))

    def c(*args: str, **more: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
        return args, more

    saturday = "2031-03-01"
    attack = (
        c("ASSAULT", "attacked", actor=front, recipient="soldiers", place="Ilsk", time="Saturday",
          number=("8", "killed", 8, 8), source="the army", when=saturday),
        c("ASSAULT", "killed", recipient="people", place="Ilsk", number=("17", "killed", 17, 17),
          source="A hospital in Ilsk", when=saturday),
        c("controls", "taken", actor="The Hallin Front", place="Ilsk", source="The Hallin Front",
          when=saturday),
    )  # fmt: skip
    report("hill-1", "Hill Radio", "2031-03-02", "Front attacks border town", _ATTACK, *attack)
    report("courier-1", "The Courier", "2031-03-02", "Border town attacked",
           _ATTACK + " Shops in the town stayed shut on Sunday.", *attack)  # fmt: skip
    report(
        "gazette-1", "Marn Gazette", "2031-03-03", "",
        "At least 12 soldiers died when Ilsk was attacked on Saturday, a nurse said.\n\n"
        "The army denied that any soldier had been killed in Ilsk.",
        c("ASSAULT", "attacked", recipient="soldiers", place="Ilsk", time="Saturday",
          number=("At least 12", "killed", 12, None), source="a nurse", when=saturday),
        c("ASSAULT", "killed", recipient="soldier", place="Ilsk", source="The army",
          status="negated", when=saturday),
    )  # fmt: skip
    report(
        "hill-2", "Hill Radio", "2031-03-11", "Shells hit Ilsk",
        "Shells fired by the army hit Ilsk on Monday and killed 3 people, residents said.",
        c("ASSAULT", "hit", mode="heavy-weapons", actor="the army", place="Ilsk", time="Monday",
          instrument="Shells", number=("3", "killed", 3, 3), source="residents",
          when="2031-03-10"),
    )  # fmt: skip
    report(
        "courier-2", "The Courier", "2031-03-12", "",
        "Some 2,000 people marched in Marn on Tuesday against the war. "
        "The government arrested 14 of them, a lawyer said.",
        c("PROTEST", "marched", mode="demo", actor="people", place="Marn", time="Tuesday",
          number=("Some 2,000", "protesters", 1900, 2100), when="2031-03-11"),
        c("COERCE", "arrested", mode="arrest", actor="The government", recipient="them",
          number=("14", "detained", 14, 14), source="a lawyer", when="2031-03-11"),
    )  # fmt: skip
    report(
        "hill-3", "Hill Radio", "2031-04-02", "Brigade pledges loyalty",
        "The Dask Brigade pledged allegiance to the Hallin Front on Tuesday, its commander said.",
        c("allegiance", "pledged", actor="The Dask Brigade", recipient="Hallin Front",
          time="Tuesday", source="its commander", when="2031-04-01"),
    )  # fmt: skip
    report(
        "gazette-2", "Marn Gazette", "2031-04-04", "",
        "The Hallin Front denied on Thursday that the Dask Brigade had joined it. "
        "The Hallin Front has fought the army since 2027.",
        c("allegiance", "joined", actor="the Dask Brigade", recipient="it", time="Thursday",
          source="The Hallin Front", status="negated", when="2031-04-03"),
        c("hostility", "fought", actor=front, recipient="the army", time="since 2027",
          when=("2027-01-01", "2031-04-04")),
    )  # fmt: skip
    report(
        "courier-3", "The Courier", "2031-05-20", "Rebels split",
        "Free Hallin split from the Hallin Front on Monday, a spokesman said.",
        c("split", "split", actor="Free Hallin", recipient="Hallin Front", time="Monday",
          source="a spokesman", when="2031-05-19"),
    )  # fmt: skip
    report(
        "hill-4", "Hill Radio", "2031-06-03", "Leader killed",
        "Yorun Kell, who led the Hallin Front, was killed near Ostrel on Sunday, the army said.",
        c("leads", "led", actor="Yorun Kell", recipient="Hallin Front", when=None),
        c("ASSAULT", "killed", mode="targeted", recipient="Yorun Kell", place="Ostrel",
          time="Sunday", number=("", "killed", 1, 1), source="the army", when="2031-06-01"),
    )  # fmt: skip
    report(
        "gazette-3", "Marn Gazette", "2031-06-20", "",
        "The army may attack Ostrel next week, officials said. "
        "The Dask Brigade receives arms from Dask, they said.",
        c("ASSAULT", "attack", actor="The army", place="Ostrel", time="next week",
          source="officials", status="future", hedged=True, when=("2031-06-23", "2031-06-29")),
        c("backing", "receives", mode="arms", actor=("Dask", "DAS"), recipient=brigade,
          source="they", when="2031-06-20"),
    )  # fmt: skip
    report(
        "courier-4", "The Courier", "2031-07-02", "Truce",
        "The army and the Hallin Front agreed on a truce on Tuesday, both sides said.",
        c("AGREE", "agreed", actor=[army, front], time="Tuesday", source="both sides",
          when="2031-07-01"),
    )  # fmt: skip
    report("blank-1", "Hill Radio", "2031-07-03", "Weather", "It will rain in Marn on Friday.")
    return made
