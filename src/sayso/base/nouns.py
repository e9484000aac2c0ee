"""The nouns of sayso: what passes between the stages, and what a claim is made of.

In:   nothing; every stage imports this module, and this module imports no stage
Out:  frozen structs. `Report` -> `Document` -> `Claim`, and what a claim holds

Everything here is immutable and compares by value. Spans are half open
(`start <= i < end`) and count code points of `Document.text`, so that
`doc.text[span.start:span.end] == span.text` always holds. A field whose value the
text does not give is None, an empty tuple or an empty string: undecided is a
value, never a guess. The JSON form of a claim is the struct as it stands
(`docs/claims.md`).
"""

import datetime as dt
import enum
from typing import Literal

import msgspec

Kind = Literal["event", "relation"]
Status = Literal["asserted", "negated", "future", "hypothetical"]
What = Literal[
    "killed", "wounded", "displaced", "detained", "abducted", "protesters", "troops", "other"
]
Precision = Literal["day", "week", "month", "season", "year", "decade", "span"]
Basis = Literal["stated", "relative", "report_date"]
DateSource = Literal["given", "metadata", "dateline", "address"]


class Noun(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all nouns: frozen, named arguments only."""


class Media(enum.StrEnum):
    """What kind of bytes a report was received as."""

    HTML = "html"
    TEXT = "text"
    MARKDOWN = "markdown"
    PDF = "pdf"
    FEED_ENTRY = "feed_entry"
    JSON = "json"


class Report(Noun, kw_only=True, frozen=True):
    """One report as received. Never changed.

    Attributes:
        report_id: hash of the raw bytes (`ids.report_id`), or the id that came with it.
        content: the bytes as received; for JSON lines the bytes of the line.
        media: what kind of bytes they are.
        origin: where it was read from, for people: "news/a.html", "feed.xml#3".
        title, outlet, url, language: as the container states them, else "".
        published: publication day as the container or the user states it, else None.
        published_from: where `published` came from; None when it is None.
        sentences: the sentences, when the input brings its own division, else ().
    """

    report_id: str
    content: bytes
    media: Media
    origin: str
    title: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    published: dt.date | None = None
    published_from: DateSource | None = None
    sentences: tuple[str, ...] = ()


class Span(Noun, kw_only=True, frozen=True):
    """A stretch of a document's text, half open, with its words."""

    start: int
    end: int
    text: str


class Document(Noun, kw_only=True, frozen=True):
    """The cleaned text of a report; all offsets count code points in `text`.

    Attributes:
        report_id: id of the report that it was made from.
        text: title first (where the report has one), then the body.
        title: headline, "" when none was found.
        outlet: who published it, "" when unknown. Always the last voice of a claim.
        published: publication day, None when unknown.
        published_from: where the day was found; None when `published` is None.
        language: ISO 639-1 code, "" when it could not be told.
        url: address, "" when unknown.
        given: sentence spans when the input brought its own division, else ().
        blocks: half-open (start, end) of headline and paragraphs; a sentence never
            crosses from one block to the next.
    """

    report_id: str
    text: str
    title: str = ""
    outlet: str = ""
    published: dt.date | None = None
    published_from: DateSource | None = None
    language: str = ""
    url: str = ""
    origin: str = ""
    given: tuple[Span, ...] = ()
    blocks: tuple[tuple[int, int], ...] = ()


class Sentence(Span, kw_only=True, frozen=True):
    """One sentence. `block` is the index of the headline or paragraph that it stands in."""

    block: int = 0


class Candidate(Noun, kw_only=True, frozen=True):
    """An actor or place that a mention may mean.

    Attributes:
        id: as in `actor_id`, or the GeoNames id in digits; "" for a region that has none.
        name: the name it goes by, for people; of a place with its province and country.
        score: how sure, in [0, 1], higher is surer.
        reasons: why, in short words for people; the weightiest first.
    """

    id: str
    name: str
    score: float
    reasons: tuple[str, ...] = ()


class Voice(Span, kw_only=True, frozen=True):
    """One link in the chain of who says so: innermost speaker first, the outlet last.

    `name` is the referent's name when the words do not say it ("he") and the report does.
    `candidates`: see `Actor`.
    """

    name: str = ""
    actor_id: str = ""
    role: str = ""
    candidates: tuple[Candidate, ...] = ()


class Quotation(Span, kw_only=True, frozen=True):
    """Words in quotation marks (marks included), and who is said to speak them.

    It may run over several sentences and blocks. `voices` is empty when the text does
    not say who speaks; the speaker may stand in another sentence than the words.
    """

    voices: tuple[Voice, ...] = ()


class Count(Span, kw_only=True, frozen=True):
    """A phrase of quantity with its bound: "more than 160,000" is low 160001, high None."""

    low: int | None = None
    high: int | None = None


class Reading(Noun, kw_only=True, frozen=True):
    """What `detect` finds in a document before claims are drawn from it, in text order."""

    sentences: tuple[Sentence, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    counts: tuple[Count, ...] = ()


class Actor(Span, kw_only=True, frozen=True):
    """A mention that fills actor or recipient.

    `name` is the referent's name when the words do not say it ("the group") and the
    report does; "" otherwise. `actor_id` and `code` are "" until identified.
    `candidates` are up to three, the best first; the one with the id `actor_id` was chosen.
    """

    name: str = ""
    actor_id: str = ""
    code: str = ""
    candidates: tuple[Candidate, ...] = ()


class Place(Span, kw_only=True, frozen=True):
    """A mention that fills place. Everything after the words stays empty until identified.

    `candidates` are up to three, the best first; the one with the id `geonameid` was chosen.
    """

    name: str = ""
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    admin1: str = ""
    country: str = ""
    precision: str = ""
    candidates: tuple[Candidate, ...] = ()


class When(Noun, kw_only=True, frozen=True):
    """Earliest and latest day that a phrase may mean, how precise, and on what basis.

    basis: "stated" (the words name the day), "relative" (reckoned from the report's
    date or another date of the report), "report_date" (only the report's date is known).
    `earliest` or `latest` is None where the phrase leaves that side open ("since July").
    """

    earliest: dt.date | None = msgspec.field(name="from", default=None)
    latest: dt.date | None = msgspec.field(name="to", default=None)
    precision: Precision
    basis: Basis


class Time(Span, kw_only=True, frozen=True):
    """A mention that fills time; the days are None while they cannot be reckoned."""

    earliest: dt.date | None = msgspec.field(name="from", default=None)
    latest: dt.date | None = msgspec.field(name="to", default=None)
    precision: Precision | None = None
    basis: Basis | None = None


class Number(Span, kw_only=True, frozen=True):
    """A count: what is counted and its bounds. "at least 12" is low 12, high None."""

    what: What
    low: int | None = None
    high: int | None = None


class Where(Noun, kw_only=True, frozen=True):
    """Where a claim's happening is put on the map. Filled by identification.

    basis: "role" (the claim's own place), "sentence" (the one place of its sentence),
    "report" (only the country of the report's dateline is known).
    """

    name: str = ""
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    admin1: str = ""
    country: str = ""
    precision: str = ""
    basis: str = ""


class Claim(Noun, kw_only=True, frozen=True):
    """One assertion, in one sentence of one report, by a voice, that something happened
    (an event) or holds (a relation). Never without evidence: `trigger` lies in `evidence`,
    and `evidence` is the sentence. (Codebook, "What is a claim".)

    Attributes:
        id: hash of report, kind, type and trigger span; does not change with the model.
        doc: `report_id` of the report.
        score: confidence in [0, 1], higher is surer.
        made_by: step, version and model that made it, e.g. "sayso 0.1 claims-1".
    """

    id: str
    doc: str
    kind: Kind
    type: str
    mode: str = ""
    trigger: Span
    evidence: Span
    actor: tuple[Actor, ...] = ()
    recipient: tuple[Actor, ...] = ()
    place: tuple[Place, ...] = ()
    time: tuple[Time, ...] = ()
    instrument: tuple[Span, ...] = ()
    number: tuple[Number, ...] = ()
    source: tuple[Voice, ...] = ()
    outlet: str = ""
    when: When | None = None
    where: Where | None = None
    status: Status = "asserted"
    hedged: bool = False
    score: float = 1.0
    made_by: str = ""


class Drop(Noun, kw_only=True, frozen=True):
    """What was left out: which report, in which step, for which reason.

    `reason` is a short stable snake_case code (`docs/inputs.md` lists them); `detail`
    is for people.
    """

    step: str
    reason: str
    origin: str
    detail: str = ""


ROLES = ("actor", "recipient", "place", "time", "instrument", "number", "source")
"""The roles of a claim, in the order in which tables show them."""
