"""A record in memory, written row by row, and the register of cases."""

import datetime as dt
import functools
import hashlib
import itertools
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import sqlalchemy as sa
from handmade import make_claim, make_document, make_report
from sqlalchemy.pool import NullPool

from sayso.base.joined import Copy, Estimate, Incident, Passage, Phase, Relation, Teller, Told
from sayso.base.nouns import Claim, Document, Span, When, Where
from sayso.record import schema
from sayso.record.checks import Finding, check, chosen
from sayso.record.rows import actor_rows, claim_row, content_row, document_row, report_row
from sayso.record.view import View

Case = Callable[["Stage"], None]
FINDS: defaultdict[str, list[Case]] = defaultdict(list)
PASSES: defaultdict[str, list[Case]] = defaultdict(list)

ATTACK = "Rebels attacked the town of Ilsk on Monday, killing 12 soldiers, police said."
MONDAY = dt.date(2024, 4, 29)
PUBLISHED = "2024-05-01"
HILL = Teller(key="outlet:Hill Radio", name="Hill Radio")
POLICE = Teller(key="name:police", name="police")
ARMY = Teller(key="name:the army", name="the army")


def finds(*rules: str) -> Callable[[Case], Case]:
    """Mark a case in which each of the rules finds something."""

    def put(case: Case) -> Case:
        for rule in rules:
            FINDS[rule].append(case)
        return case

    return put


def passes(*rules: str) -> Callable[[Case], Case]:
    """Mark a near miss: none of the rules finds anything."""

    def put(case: Case) -> Case:
        for rule in rules:
            PASSES[rule].append(case)
        return case

    return put


@functools.cache
def _empty() -> bytes:
    """The bytes of an empty record; making the tables anew for each case takes longer than it."""
    engine = sa.create_engine("sqlite://")
    with engine.begin() as conn:
        schema.metadata.create_all(conn)
        made = conn.connection.driver_connection.serialize()
    engine.dispose()
    return made


def _in_memory() -> sqlite3.Connection:
    conn = sqlite3.connect(":memory:")
    conn.deserialize(_empty())
    return conn


# One engine for all, since what it keeps is compiled statements; each connection is a record.
_ENGINE = sa.create_engine("sqlite://", creator=_in_memory, poolclass=NullPool)


class Stage:
    """An empty record in memory; each method writes what it names."""

    def __init__(self) -> None:
        self.conn = _ENGINE.connect()
        self.ids = itertools.count(1)
        self.documents: dict[str, int] = {}
        self.made = self.act()

    def close(self) -> None:
        self.conn.close()

    @property
    def view(self) -> View:
        return View(self.conn)

    def found(self, *rules: str) -> list[Finding]:
        return check(self.view, chosen(rules))

    def insert(self, table: sa.Table, **row: Any) -> int:
        if "made" in table.c:
            row.setdefault("made", self.made)
        done = self.conn.execute(sa.insert(table).values(**row))
        return int(done.inserted_primary_key[0]) if "n" in table.c else 0

    def set(self, table: sa.Table, *where: Any, **values: Any) -> None:
        """Change rows from outside, as no command does."""
        self.conn.execute(sa.update(table).where(*where).values(**values))

    def act(self, at: str = "2026-11-02T10:00:00.000000Z", ended: str | None = "same") -> int:
        ended = at if ended == "same" else ended
        return self.insert(schema.act, kind="add", at=at, ended=ended)

    # --- reports and claims

    def report(
        self,
        text: str = ATTACK,
        *,
        report_id: str = "",
        outlet: str = "Hill Radio",
        published: str | dt.date | None = PUBLISHED,
        language: str = "en",
        passages: bool = True,
        **more: Any,
    ) -> Document:
        report_id = report_id or f"r-{next(self.ids):03}"
        report = make_report(report_id, text, outlet=outlet, published=published, **more)
        sha256 = hashlib.sha256(report.content).hexdigest()
        known = self.conn.execute(
            sa.select(schema.content.c.size).where(schema.content.c.sha256 == sha256)
        ).first()
        if known is None:
            self.insert(schema.content, **content_row(report, sha256))
        self.insert(schema.report, **report_row(report, sha256))
        doc = msgspec.structs.replace(make_document(report), language=language)
        text_hash = hashlib.sha256(doc.text.encode()).hexdigest()
        n = self.insert(schema.document, **document_row(doc, text_hash))
        self.documents[report_id] = n
        if passages:
            self.insert(schema.passage, document=n, start=0, end=len(doc.text), text=doc.text)
        return doc

    def put(self, claim: Claim, state: str = "coded", **columns: Any) -> Claim:
        """Write a claim's row; `columns` go before what follows from the claim."""
        document = self.documents[claim.doc]
        passage = self.conn.execute(
            sa.select(schema.passage.c.n).where(schema.passage.c.document == document)
        ).scalar()
        row = claim_row(claim, state) | {"document": document, "passage": passage} | columns
        n = self.insert(schema.claim, **row)
        for actor in actor_rows(claim, n):
            self.insert(schema.claim_actor, **actor)
        return claim

    def claim(
        self,
        type_: str = "ASSAULT",
        trigger: str = "attacked",
        *,
        text: str = ATTACK,
        doc: Document | None = None,
        state: str = "coded",
        published: str | None = PUBLISHED,
        outlet: str = "Hill Radio",
        changes: dict[str, Any] | None = None,
        **more: Any,
    ) -> Claim:
        """A claim of a new report (or of `doc`); `changes` are laid over the noun."""
        if doc is None:
            doc = self.report(text, published=published, outlet=outlet)
        claim = make_claim(doc, type_, trigger, **more)
        if changes:
            claim = msgspec.structs.replace(claim, **changes)
        return self.put(claim, state)

    def set_basis(self, claim: Claim, basis: str) -> None:
        """Change whence the day of a claim is known."""
        when = msgspec.structs.replace(claim.when, basis=basis)
        body = _json(msgspec.structs.replace(claim, when=when))
        self.set(schema.claim, schema.claim.c.id == claim.id, day_basis=basis, body=body)

    # --- what linking makes

    def incident(
        self,
        claims: Iterable[Claim] = (),
        *,
        incident_id: str = "",
        type_: str = "ASSAULT",
        joined: Iterable[Claim] | None = None,
        **fields: Any,
    ) -> Incident:
        claims = tuple(claims)
        incident_id = incident_id or f"i-{next(self.ids):03}"
        fields.setdefault("reports", tuple(sorted({claim.doc for claim in claims})))
        ids = tuple(sorted(claim.id for claim in claims))
        noun = Incident(id=incident_id, type=type_, claims=ids, **fields)
        killed = next((e for e in noun.estimates if e.what == "killed"), None)
        same = {
            name: getattr(noun, name)
            for name in (
                "id", "type", "mode", "status", "day_from", "day_to", "day_basis", "place",
                "geonameid", "lat", "lon", "admin1", "country", "geo_precision",
            )
        }  # fmt: skip
        self.insert(
            schema.incident,
            **same,
            disputed=bool(noun.disputed),
            killed_best=killed and killed.best,
            killed_low=killed and killed.low,
            killed_high=killed and killed.high,
            claims=len(claims),
            reports=len(noun.reports),
            tellers=len(noun.tellers),
            body=_json(noun),
        )
        for claim in claims if joined is None else joined:
            self.insert(schema.incident_claim, incident=incident_id, claim=claim.id)
        return noun

    def toll(self, claims: Iterable[Claim], best: int, **fields: Any) -> Incident:
        """An incident with a number of killed."""
        killed = Estimate(what="killed", best=best, low=best, high=best, rule="test")
        return self.incident(claims, estimates=(killed,), **fields)

    def relation(
        self,
        type_: str,
        actor: str,
        recipient: str,
        *phases: Phase,
        claims: Iterable[Claim] = (),
        **fields: Any,
    ) -> Relation:
        noun = Relation(
            id=f"n-{next(self.ids):03}",
            type=type_,
            actor=actor,
            recipient=recipient,
            actor_name=fields.pop("actor_name", actor),
            recipient_name=fields.pop("recipient_name", recipient),
            phases=phases,
            claims=tuple(claim.id for claim in claims),
            **fields,
        )
        self.insert(
            schema.relation,
            id=noun.id,
            type=type_,
            actor=actor,
            recipient=recipient,
            actor_name=noun.actor_name,
            recipient_name=noun.recipient_name,
            disputed=noun.disputed,
            claims=len(noun.claims),
            tellers=len(noun.tellers),
            body=_json(noun),
        )
        for claim in claims:
            self.insert(schema.relation_claim, relation=noun.id, claim=claim.id)
        return noun

    def copy(self, report: str, of: str, kind: Any = "copy", adds: Span | None = None) -> None:
        passages = (Passage(start=adds.start, end=adds.end),) if adds else ()
        noun = Copy(report=report, of=of, kind=kind, share=1.0, adds=passages)
        self.insert(schema.copy, report=report, of=of, kind=kind, share=1.0, body=_json(noun))

    def link(self, a: str, b: str, judgement: str, person: str = "", score: float = 0.5) -> None:
        self.insert(
            schema.link, a=a, b=b, judgement=judgement, score=score, person=person, body="{}"
        )

    # --- people

    def decision(
        self,
        kind: str,
        subject: str,
        *,
        person: str = "Anna",
        reason: str = "read it again",
        value: Any = None,
    ) -> str:
        decision_id = f"d{next(self.ids)}"
        self.insert(
            schema.decision, id=decision_id, kind=kind, subject=subject, report="", person=person,
            reason=reason, value=_json(value) if value is not None else "",
        )  # fmt: skip
        return decision_id


def told(value: str, *claims: Claim, tellers: Iterable[Teller] = (HILL,), **more: Any) -> Told:
    """A told value."""
    ids = tuple(sorted(claim.id for claim in claims))
    return Told(value=value, claims=ids, tellers=tuple(tellers), **more)


def span(first: str, last: str, *tellers: Teller, kind: Any = "span") -> Phase:
    """A phase from a day to a day; a point where they are one."""
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    kind = "point" if start == end and kind == "span" else kind
    return Phase(
        kind=kind, start=start, end=end, sure_start=start, sure_end=end, tellers=tellers or (HILL,)
    )


def where(name: str = "Ilsk", **more: Any) -> Where:
    """A place on the map."""
    fields: dict[str, Any] = {"lat": 36.2, "lon": 37.16, "country": "SYR", "precision": "place"}
    return Where(name=name, basis="role", **(fields | more))


def with_day(claim: Claim, day: str) -> Claim:
    """The claim told for another day."""
    when = When(
        earliest=dt.date.fromisoformat(day), latest=dt.date.fromisoformat(day), precision="day",
        basis="stated",
    )  # fmt: skip
    return msgspec.structs.replace(claim, when=when)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
