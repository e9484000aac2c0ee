"""Web annotations: each claim as a note on the sentence that it rests on.

In:   a `Source`
Out:  one JSON-LD file after the W3C Web Annotation Data Model: a collection with one page

Method: one annotation a claim. Its target is the sentence, found by a TextQuoteSelector (the
words, with some before and after) and by a TextPositionSelector in code points of the text whose
SHA-256 stands beside it. Its bodies are the claim in a line, its type as a tag, and the claim with
all roles. Where the text is not whole (rules withheld some of it), quotes have no words around
them and there are no positions, since both would be wrong for the report as published.
Known faults: positions count in the text that sayso made of the report, not in its HTML.
"""

import hashlib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sayso.base.keys import actor_key, place_key
from sayso.base.nouns import Actor, Claim, Document, Number, Place, Span, Time, Voice
from sayso.formats.plain import iso, json_bytes
from sayso.formats.source import Source
from sayso.formats.written import Written
from sayso.record.release.units import ReportFacts
from sayso.show.words import chain, mention

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"sayso": "urn:sayso:ns:"}]

# Characters before and after a quote: enough to tell two like sentences apart, as annotation
# tools have it.
_AROUND = 32
_ROLES = ("actor", "recipient", "place", "time", "number", "instrument", "source")
_AT_A_TIME = 200  # reports whose texts are held: some megabytes


def write(source: Source, target: Path) -> Written:
    """Write the collection.

    Args:
        source: what to write.
        target: a file that is not there yet.

    Returns:
        Annotations, and those without positions.
    """
    written = Written()
    head = {
        "@context": CONTEXT,
        "id": "urn:sayso:annotations",
        "type": "AnnotationCollection",
        "label": source.title or "A conflict record",
    }
    with target.open("wb") as out:
        out.write(json_bytes(head)[:-1] + b',"first":{"id":"urn:sayso:annotations:1",')
        out.write(b'"type":"AnnotationPage","partOf":"urn:sayso:annotations","items":[')
        for n, one in enumerate(_annotations(source, written)):
            out.write((b",\n" if n else b"\n") + json_bytes(one))
        out.write(b'\n]},"total":%d}\n' % written.rows["annotations"])
    return written


def _annotations(source: Source, written: Written) -> Iterator[dict[str, Any]]:
    """By report, then by place in the text."""
    claims = sorted(source.claims(), key=lambda c: (c.doc, c.trigger.start, c.id))
    grouped = [(doc, list(own)) for doc, own in groupby(claims, key=lambda c: c.doc)]
    for first in range(0, len(grouped), _AT_A_TIME):
        part = grouped[first : first + _AT_A_TIME]
        texts = {doc.report_id: doc for doc in source.documents(doc for doc, _ in part)}
        for id_, own in part:
            facts = source.facts.get(id_, ReportFacts(id=id_))
            text = _whole_text(texts.get(id_), facts)
            for claim in own:
                written.rows["annotations"] += 1
                if not text:
                    written.lost["the report's text is not whole: no position"] += 1
                yield annotation(claim, facts, text, source)


def annotation(claim: Claim, facts: ReportFacts, text: str, source: Source) -> dict[str, Any]:
    """One claim as an annotation.

    Args:
        claim: the claim.
        facts: of its report.
        text: of its report, whole; "" where it is not to be had.
        source: says what the claim tells of, and whether people may be named.
    """
    target: dict[str, Any] = {
        "source": facts.url or urn("report", claim.doc),
        "selector": selectors(claim.evidence, text),
        "sayso:report": urn("report", claim.doc),
    }
    if text and facts.text_sha256:
        target["sayso:textSha256"] = facts.text_sha256
    body: list[dict[str, Any]] = [
        {
            "type": "TextualBody", "purpose": "describing", "format": "text/plain",
            "language": "en", "value": in_words(claim),
        },
        {"type": "TextualBody", "purpose": "tagging", "value": claim.type},
        _claim_body(claim, text, source),
    ]  # fmt: skip
    found: dict[str, Any] = {
        "id": urn("annotation", claim.id),
        "type": "Annotation",
        "motivation": "describing",
        "body": body,
        "target": target,
    }
    if claim.made_by.startswith("person "):
        name = claim.made_by.removeprefix("person ") if source.name_people else "a person"
        found["creator"] = {"type": "Person", "name": name}
    elif claim.made_by:
        found["generator"] = {"type": "Software", "name": claim.made_by}
    return found


def selectors(span: Span, text: str) -> list[dict[str, Any]]:
    """The words, with some around them, and where they stand; only the words without a text."""
    quoted: dict[str, Any] = {"type": "TextQuoteSelector", "exact": span.text}
    if not text or text[span.start : span.end] != span.text:
        return [quoted]
    quoted["prefix"] = text[max(0, span.start - _AROUND) : span.start]
    quoted["suffix"] = text[span.end : span.end + _AROUND]
    return [quoted, {"type": "TextPositionSelector", "start": span.start, "end": span.end}]


def in_words(claim: Claim) -> str:
    """A claim in one line."""
    what = ", ".join(part for part in (claim.type, claim.mode) if part)
    who = ", ".join(map(mention, claim.actor))
    whom = ", ".join(map(mention, claim.recipient))
    sides = " → ".join(part for part in (who, whom) if part) if who else whom and f"→ {whom}"
    status = "" if claim.status == "asserted" else f" ({claim.status})"
    says = " < ".join(chain(claim))
    return f"{what}{status}: {sides or 'nobody named'}" + (f". Says {says}" if says else "")


def urn(kind: str, id_: str) -> str:
    """The name of a thing of a record.

    >>> urn("report", "a b")
    'urn:sayso:report:a%20b'
    """
    return f"urn:sayso:{kind}:{quote(id_.encode('utf-8', 'replace'), safe='')}"


def _claim_body(claim: Claim, text: str, source: Source) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": urn("claim", claim.id),
        "type": "sayso:Claim",
        "sayso:kind": claim.kind,
        "sayso:type": claim.type,
        "sayso:mode": claim.mode,
        "sayso:status": claim.status,
        "sayso:hedged": claim.hedged,
        "sayso:score": claim.score,
        "sayso:state": source.states.get(claim.id, ""),
        "sayso:outlet": claim.outlet,
        "sayso:trigger": _part(claim.trigger, text),
    }
    for role in _ROLES:
        found[f"sayso:{role}"] = [_part(span, text) for span in getattr(claim, role)]
    if claim.when is not None:
        found["sayso:from"], found["sayso:to"] = iso(claim.when.earliest), iso(claim.when.latest)
    incident = source.incident_of(claim.id)
    found["sayso:incident"] = urn("incident", incident) if incident else ""
    found["sayso:relation"] = [urn("relation", id_) for id_ in source.relations_of(claim.id)]
    return {name: value for name, value in found.items() if value not in ("", [])}


def _part(span: Span, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {"sayso:words": span.text}
    if text and text[span.start : span.end] == span.text:
        found |= {"sayso:start": span.start, "sayso:end": span.end}
    if isinstance(span, Actor | Voice):
        found["sayso:key"] = actor_key(span)
    elif isinstance(span, Place):
        found["sayso:key"] = place_key(span)
    elif isinstance(span, Time):
        found |= {"sayso:from": iso(span.earliest), "sayso:to": iso(span.latest)}
    elif isinstance(span, Number):
        found |= {"sayso:what": span.what, "sayso:low": span.low, "sayso:high": span.high}
    return {name: value for name, value in found.items() if value not in ("", None)}


def _whole_text(doc: Document | None, facts: ReportFacts) -> str:
    """The text where it is the one that claims were made from; "" where it is a part of it."""
    if doc is None or not facts.text_sha256:
        return ""
    own = hashlib.sha256(doc.text.encode("utf-8", "surrogatepass")).hexdigest()
    return doc.text if own == facts.text_sha256 else ""
