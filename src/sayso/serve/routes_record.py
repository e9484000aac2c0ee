"""The record as a whole: what it is, what the search box finds, what the checks doubt.

In:   an `Ask`
Out:  answers

Known faults: findings are computed anew for each act; on 100,000 claims that takes a minute.
"""

from sayso.base import ontology
from sayso.link.relations import SYMMETRIC
from sayso.record.checks.run import check, chosen
from sayso.record.network import sign
from sayso.record.queries import INCIDENTS, REPORTS, Filter, overview
from sayso.record.queries.searching import actors_named
from sayso.serve import answers
from sayso.serve.routing import VERSION, Ask, get

_MOST_HITS = 8


@get("meta", answers.Meta)
def meta(ask: Ask) -> answers.Meta:
    """The record: name, counts, days, types, and who is looking."""
    types = ontology.load().types
    return answers.Meta(
        name=_name(ask),
        version=VERSION,
        act=overview.last_act(ask.view),
        counts=overview.counts(ask.view),
        days=overview.days(ask.view),
        types=tuple(
            answers.TypeInfo(
                id=id_,
                label=types[id_].label,
                quad=types[id_].quad or 0,
                modes=tuple(types[id_].modes),
            )
            for id_ in ontology.EVENT_TYPES
        ),
        relation_types=tuple(
            answers.TypeInfo(
                id=id_,
                label=types[id_].label,
                modes=tuple(types[id_].modes),
                symmetric=id_ in SYMMETRIC,
                sign=sign(id_),
            )
            for id_ in ontology.RELATION_TYPES
        ),
        me=answers.Me(name=ask.person.name, role=ask.person.role),
        writable=not ask.record.readonly and ask.person.role != "reader",
    )


def _name(ask: Ask) -> str:
    stem = ask.record.where.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".sayso")
    return overview.setting(ask.view, "name") or stem


@get("search", answers.Hits, takes=("q", "kind"))
def search(ask: Ask) -> answers.Hits:
    """What the search box finds: actors, incidents, reports."""
    words, kind = ask.query.get("q", "").strip(), ask.query.get("kind", "")
    hits: list[answers.Hit] = []
    if not words:
        return answers.Hits(items=())
    if kind in ("", "actor"):
        hits += [
            answers.Hit(kind="actor", id=key, label=name, detail=f"in {n:,} claims")
            for key, name, n in actors_named(ask.view, words, _MOST_HITS)
        ]
    if kind in ("", "incident"):
        page = INCIDENTS.page(ask.view, Filter(text=words), sort="-day", limit=_MOST_HITS)
        hits += [
            answers.Hit(
                kind="incident",
                id=row.id,
                label=", ".join(part for part in (row.type.lower(), row.place) if part),
                detail=str(row.day_from or "no day"),
            )
            for row in page.rows
        ]
    if kind in ("", "report"):
        page_ = REPORTS.page(ask.view, Filter(text=words), sort="-day", limit=_MOST_HITS)
        hits += [
            answers.Hit(
                kind="report",
                id=row.id,
                label=row.title or row.id,
                detail=", ".join(str(part) for part in (row.outlet, row.published) if part),
            )
            for row in page_.rows
        ]
    return answers.Hits(items=tuple(hits))


@get("checks", answers.Findings, takes=("rule",))
def checks(ask: Ask) -> answers.Findings:
    """What the checks found and nobody settled, errors first."""
    rule = ask.query.get("rule", "")
    found = [one for one in check(ask.view, chosen([rule] if rule else [])) if not one.settled]
    counted: dict[str, int] = {}
    for one in found:
        counted[one.rule] = counted.get(one.rule, 0) + 1
    return answers.Findings(
        items=tuple(
            answers.Finding(
                id=one.id,
                rule=one.rule,
                severity=one.severity,
                subject=one.subject,
                subject_kind=one.about,
                reason=one.reason,
                settle=one.settle,
            )
            for one in found
        ),
        by_rule=tuple(
            answers.Facet(value=name, label=name, n=n) for name, n in sorted(counted.items())
        ),
    )
