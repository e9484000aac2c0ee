"""PROV: how one incident came about, from the reports to the acts that made it.

In:   a `Source` with the id of an incident
Out:  RDF after the W3C's PROV-O, in Turtle

Method: entities are the incident, its claims, the texts that they stand in and the reports as
received; activities are acts of the record, those that made these things and those that changed or
decided them; agents are the software, the outlets, and persons, who are named only where the
release file permits it, else each act has "a person" of its own.
Known faults: former versions of a thing are told by the acts that made them, not as entities.
"""

from collections.abc import Iterator
from pathlib import Path

from sayso.base.nouns import Claim
from sayso.formats.annotations import in_words, urn
from sayso.formats.plain import report_words, title
from sayso.formats.source import Case, Source
from sayso.formats.turtle import day, iri, literal, prefixes, subject
from sayso.formats.written import Written
from sayso.record.history import Entry, history
from sayso.record.release.units import ReportFacts

PREFIXES = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sayso": "urn:sayso:ns:",
}

Pairs = list[tuple[str, str]]


def write(source: Source, target: Path) -> Written:
    """Write one incident's provenance.

    Args:
        source: with the id of the incident.
        target: a file that is not there yet.

    Returns:
        Entities, activities and agents.

    Raises:
        MissingError: there is no such incident.
    """
    case = source.incident(source.id)
    teller = _Teller(source)
    parts = [prefixes(PREFIXES), *teller.all(case)]
    target.write_text("".join(parts), encoding="utf-8")
    return teller.written


class _Teller:
    """Tells things and remembers the acts that they name."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.written = Written()
        self._acts: dict[int, Entry] = {}
        self._outlets: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._software: dict[str, None] = {}

    def all(self, case: Case) -> Iterator[str]:
        yield self._incident(case)
        for claim in case.claims:
            yield self._claim(claim)
        for report in sorted({claim.doc for claim in case.claims}):
            yield from self._report(report)
        for n in sorted(self._acts):
            yield self._act(self._acts[n])
        software = {name: iri(urn("software", name)) for name in self._software}
        for kind, names in (
            ("prov:Organization", self._outlets),
            ("prov:Person", self._people),
            ("prov:SoftwareAgent", software),
        ):
            for name in sorted(names):
                self.written.rows["agents"] += 1
                pairs = [("a", f"prov:Agent, {kind}"), ("rdfs:label", literal(name))]
                yield subject(names[name], pairs)

    def _incident(self, case: Case) -> str:
        incident = case.incident
        pairs: Pairs = [
            ("a", "prov:Entity, sayso:Incident"),
            ("dcterms:identifier", literal(incident.id)),
            ("rdfs:label", literal(title(incident))),
            ("sayso:status", literal(incident.status)),
        ]
        pairs += [("sayso:disputed", literal(field)) for field in incident.disputed]
        pairs += [("prov:wasDerivedFrom", iri(urn("claim", claim.id))) for claim in case.claims]
        pairs += self._came_about(incident.id, "incident made")
        return self._entity(iri(urn("incident", incident.id)), pairs)

    def _claim(self, claim: Claim) -> str:
        pairs: Pairs = [
            ("a", "prov:Entity, sayso:Claim"),
            ("dcterms:identifier", literal(claim.id)),
            ("rdfs:label", literal(in_words(claim))),
            ("prov:value", literal(claim.evidence.text)),
            ("sayso:state", literal(self.source.states.get(claim.id, ""))),
            ("sayso:start", literal(str(claim.evidence.start), "xsd:integer")),
            ("sayso:end", literal(str(claim.evidence.end), "xsd:integer")),
            ("prov:wasDerivedFrom", iri(urn("text", claim.doc))),
        ]
        pairs += self._came_about(claim.id, "claim made")
        if claim.made_by and not claim.made_by.startswith("person "):
            pairs.append(("prov:wasAttributedTo", self._by_software(claim.made_by)))
        return self._entity(iri(urn("claim", claim.id)), pairs)

    def _report(self, report: str) -> Iterator[str]:
        facts = self.source.facts.get(report, ReportFacts(id=report))
        text: Pairs = [
            ("a", "prov:Entity, sayso:Text"),
            ("prov:wasDerivedFrom", iri(urn("report", report))),
        ]
        if facts.text_sha256:
            text.append(("sayso:sha256", literal(facts.text_sha256)))
        text += self._came_about(report, "document made")
        yield self._entity(iri(urn("text", report)), text)
        pairs: Pairs = [
            ("a", "prov:Entity, sayso:Report"),
            ("dcterms:identifier", literal(report)),
            ("rdfs:label", literal(report_words(facts))),
        ]
        if facts.sha256:
            pairs.append(("sayso:sha256", literal(facts.sha256)))
        if facts.published:
            pairs.append(("dcterms:issued", day(facts.published)))
        if facts.url:
            pairs.append(("dcterms:source", iri(facts.url)))
        if facts.outlet:
            self._outlets[facts.outlet] = iri(urn("outlet", facts.outlet))
            pairs.append(("prov:wasAttributedTo", self._outlets[facts.outlet]))
        if facts.copy_of:
            pairs.append(("sayso:repeats", iri(urn("report", facts.copy_of))))
        yield self._entity(iri(urn("report", report)), pairs)

    def _came_about(self, id_: str, made: str) -> Pairs:
        """The act that made it as it stands, and all others that made, closed or decided it."""
        entries = history(self.source.view, id_)  # newest first
        if made == "document made":  # the report's own history tells of more than its text
            entries = [entry for entry in entries if made in entry.about]
        found: Pairs = []
        for entry in entries:
            self._acts[entry.act] = entry
            first = made in entry.about and not any("Generated" in verb for verb, _ in found)
            verb = "prov:wasGeneratedBy" if first else "prov:wasInfluencedBy"
            found.append((verb, iri(urn("act", str(entry.act)))))
        return found

    def _act(self, entry: Entry) -> str:
        self.written.rows["activities"] += 1
        name = ", ".join(part for part in (entry.kind, entry.step) if part)
        pairs: Pairs = [
            ("a", "prov:Activity"),
            ("rdfs:label", literal(f"act {entry.act}: {name}")),
            ("prov:startedAtTime", literal(entry.at, "xsd:dateTime") if entry.at else ""),
            ("sayso:reason", literal(entry.reason) if entry.reason else ""),
            ("prov:wasAssociatedWith", self._agent(entry)),
        ]
        return subject(iri(urn("act", str(entry.act))), pairs)

    def _agent(self, entry: Entry) -> str:
        if entry.person and self.source.name_people:
            self._people[entry.person] = iri(urn("person", entry.person))
            return self._people[entry.person]
        if entry.person:
            return '[ a prov:Agent, prov:Person ; rdfs:label "a person" ]'
        return self._by_software(f"sayso {entry.version}".strip())

    def _by_software(self, name: str) -> str:
        self._software[name] = None
        return iri(urn("software", name))

    def _entity(self, name: str, pairs: Pairs) -> str:
        self.written.rows["entities"] += 1
        return subject(name, pairs)
