"""Places of claims get a place on the map, or what is known of it.

In:   claims of one report, and its document
Out:  the same claims, with name, id, point, province, country, precision and candidates on
      their `place` mentions, and with `where`

Method: the names of a mention are ranked with all names of the report (`places_rank`); the
finest of which we are sure is taken, and the words around it say how far it reaches
(`places_phrase`, `places_settle`). "The city", "the country", "the capital" are those the
report named last. `where` is the finest of the claim's own places; else the one place of its
sentence; else the country of the report (decision 0083).
Known faults: of two towns in one claim `where` has the first.
"""

import re

import msgspec

from sayso.base.nouns import Candidate, Claim, Document, Place, Span, Where
from sayso.identify.places_context import cues
from sayso.identify.places_find import names_in
from sayso.identify.places_fold import fold
from sayso.identify.places_gazetteer import Gazetteer, gazetteer
from sayso.identify.places_phrase import Part, Phrase, read_phrase
from sayso.identify.places_rank import NOTHING, Ranked, rank
from sayso.identify.places_reasons import of_name, of_names, told_by_name, with_choice
from sayso.identify.places_refer import refer
from sayso.identify.places_settle import Settled, held_by, settle, settle_names
from sayso.identify.places_table import Ask, Report
from sayso.identify.places_words import Name, adjectives, adjectives_in
from sayso.identify.tally import BESIDE

_FINEST_FIRST = ("place", "admin2", "admin1", "country", "region")

# Beyond this the names of a very long report no longer help each other: the tables of
# evidence grow with the square. 400 names fill some fifteen pages.
_MOST_NAMES = 400


def identify_places(claims: tuple[Claim, ...], doc: Document) -> tuple[Claim, ...]:
    """Put the places of claims on the map, and choose each claim's `where`.

    What the gazetteer does not have, or has too often, stays without id and point; country
    and province are given where they are sure. Nothing is asked of the network.

    Args:
        claims: claims of one document.
        doc: the document that they were drawn from.
    """
    if not claims:
        return ()
    scene = Scene(claims, doc, gazetteer())
    placed = []
    for claim in claims:
        places = tuple(scene.placed(place) for place in claim.place)
        placed.append(
            msgspec.structs.replace(claim, place=places, where=scene.where(claim, places))
        )
    return tuple(placed)


class Scene:
    """All names of a report, ranked together."""

    def __init__(self, claims: tuple[Claim, ...], doc: Document, gaz: Gazetteer) -> None:
        self.gazetteer = gaz
        self.doc = doc
        text = doc.text
        mentions = {(p.start, p.end): p for claim in claims for p in claim.place}
        self.phrases: dict[tuple[int, int], Phrase] = {}
        named: dict[Name, None] = {}
        for (start, end), place in mentions.items():
            phrase = _given(place) if place.name else read_phrase(start, end, text, gaz)
            self.phrases[start, end] = phrase
            named.update(dict.fromkeys(part.name for part in phrase.parts))
        spans = sorted((name.start, name.end) for name in named)
        seen = [n for n in names_in(text, gaz)[:_MOST_NAMES] if not _within_any(n[0], spans)]
        self.names = sorted({*named, *(name for name, _ in seen)})
        self.ends = {name for name, part in seen if part == "end"}  # of other names
        asks = [Ask(name, cues(name, text, gaz)) for name in self.names]
        report = Report(adjectives_in(text))
        self.ranked: dict[Name, Ranked] = dict(
            zip(self.names, rank(asks, report, gaz), strict=True)
        )
        self.asks = dict(zip(self.names, asks, strict=True))
        self._settled: dict[Name, Settled] = {}
        self._placed: dict[Place, Place] = {}

    def settled(self, name: Name) -> Settled:
        """What is known of a name standing alone."""
        if name not in self._settled:
            self._settled[name] = settle(self.ranked[name], self.asks[name].cues, self.gazetteer)
        return self._settled[name]

    def _part(self, part: Part) -> Settled:
        """What is known of a name in a mention; a thing's name is no town's without support."""
        if part.relation == "thing" and self.ranked[part.name].support < _THING_SUPPORT:
            return held_by(self.asks[part.name].cues, self.gazetteer)
        return self.settled(part.name)

    def placed(self, place: Place) -> Place:
        """A mention with what is known of it; several claims may share one."""
        if place not in self._placed:
            self._placed[place] = self._with_place(place)
        return self._placed[place]

    def _with_place(self, place: Place) -> Place:
        phrase = self.phrases[place.start, place.end]
        parts = [(part, self._part(part)) for part in phrase.parts]
        if parts:
            known = settle_names(parts, joined=phrase.joined, words=place.text)
        else:
            named = [n for n in self.names if n not in self.ends and n.start < place.start]
            before = [(n, self.settled(n)) for n in named]
            known = refer(place.text, phrase.country, before, self.gazetteer)
        found = self._candidates(phrase, known, place.text)
        if place.candidates and place.geonameid == known.geonameid:
            found = place.candidates  # of a first run, which knew the words
        return msgspec.structs.replace(place, **known.fields(), candidates=found)

    def _candidates(self, phrase: Phrase, known: Settled, words: str) -> tuple[Candidate, ...]:
        """What a mention may mean, the choice first."""
        if not phrase.parts:
            capital = words.endswith("capital")
            reason = (
                "the capital of its country" if capital else "the last of its kind named before"
            )
            return with_choice((), known, NOTHING, reason)
        if phrase.joined and known.geonameid is None:
            several = [(self.ranked[p.name], p.relation, _said(p)) for p in phrase.parts]
            return of_names(several, self.gazetteer)
        # The name that settled it; without a choice the first, which the others only explain.
        part = next(
            (p for p in phrase.parts if self._part(p).geonameid == known.geonameid is not None),
            phrase.parts[0],
        )
        ranked = self.ranked[part.name]
        which = _said(part) if len(phrase.parts) > 1 else ""
        found = of_name(ranked, self.gazetteer, part.relation, which)
        named = told_by_name(known, ranked, self.gazetteer)
        return with_choice(found, known, ranked, "" if named else BESIDE)

    def where(self, claim: Claim, places: tuple[Place, ...]) -> Where | None:
        """The place of a claim: its own, its sentence's, its report's; None when none is known."""
        known = {Settled.of(place) for place in places if place.precision}
        if known:
            return self._one_of(known, "role")
        if claim.kind == "relation" or places:  # a place that we do not know is somewhere else
            return None
        return self._of_sentence(claim) or self._of_report()

    def _of_sentence(self, claim: Claim) -> Where | None:
        start, end = claim.evidence.start, claim.evidence.end
        taken: list[Span] = [*claim.actor, *claim.recipient, *claim.source, *claim.instrument]
        found = {
            self.settled(name)
            for name in self.names
            if start <= name.start < end
            and name not in self.ends
            and not any(span.start < name.end and name.start < span.end for span in taken)
            and _LOCAL.search(self.doc.text[max(start, name.start - 40) : name.start])
        }
        found = {known for known in found if known.precision not in ("", "region")}
        return self._one_of(found, "sentence") if found else None

    def _one_of(self, found: set[Settled], basis: str) -> Where | None:
        """The finest place; of several as fine their country, and nothing of several countries."""
        finest = min(_FINEST_FIRST.index(known.precision) for known in found)
        best = [known for known in found if _FINEST_FIRST.index(known.precision) == finest]
        if len(best) == 1:
            return _where(best[0], basis)
        countries = {known.country for known in best}
        if len(countries) == 1 and "" not in countries:
            return _where(self._country(countries.pop()), basis)
        return None

    def _of_report(self) -> Where | None:
        """The country of the dateline, where the report speaks mostly of it."""
        dateline = next((n for n in self.names if _is_dateline(n, self.doc)), None)
        if dateline is None:
            return None
        known = self.settled(dateline)
        if not known.country or self.ranked[dateline].support < _MOSTLY:
            return None
        return _where(self._country(known.country), "report")

    def _country(self, code: str) -> Settled:
        return Settled.country_of(code, self.gazetteer)


# Shares of the report's other names and adjectives, chosen by hand: a dateline is where the writer
# sits, and "Boni Forest" is not in Bonn.
_MOSTLY, _THING_SUPPORT = 0.5, 0.3
_LOCAL = re.compile(
    r"(?<!based )(?<!born )(?<!made )(?<!trained )(?<!headquartered )(?<!living )(?<!exile )"
    r"\b(?:in|at|near|around|outside|inside|across|throughout)\s+(?:(?:the|a|an)\s+)?"
    r"(?:[\w\-]+\s+){0,3}(?:(?:city|town|village|province|district|region|capital|port|area)\s+"
    r"(?:of\s+)?)?$"
)
_DATELINE = re.compile(r"[^\n]{0,60}?(?:\([^()\n]{2,40}\)\s*)?(?:--?|–|—|:)\s")


def _is_dateline(name: Name, doc: Document) -> bool:
    """Whether a name opens a block with a dash soon after it."""
    opens = {start for start, _ in doc.blocks} | {0}
    if name.start not in opens or name.start > 400:
        return False
    rest = doc.text[name.end : name.end + 80]
    capitals = name.text.isupper()
    return _DATELINE.match(rest) is not None and (
        capitals or "(" in rest or "—" in rest[:25] or "--" in rest[:25]
    )


def _given(place: Place) -> Phrase:
    """The referent that extraction has named already."""
    name = Name(place.start, place.end, place.name)
    return Phrase((Part(name, "at", True),), adjectives().get(fold(place.name), ""), False)


def _said(part: Part) -> str:
    return f'for "{part.name.text}"'


def _within_any(name: Name, spans: list[tuple[int, int]]) -> bool:
    return any(start < name.end and name.start < end for start, end in spans)


def _where(known: Settled, basis: str) -> Where:
    return Where(**known.fields(), basis=basis)
