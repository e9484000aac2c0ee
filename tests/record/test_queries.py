"""Filters, pages and counts give what a plain reading of all rows gives, in both stores."""

import collections
import contextlib
import datetime as dt
from typing import Any

import looking
import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.base.errors import ConfigError
from sayso.base.joined import Incident
from sayso.base.keys import actor_key
from sayso.base.nouns import Claim
from sayso.record import schema
from sayso.record.open import Record, open_record
from sayso.record.queries import (
    ACTORS,
    CLAIMS,
    INCIDENTS,
    RELATIONS,
    REPORTS,
    SOURCES,
    Filter,
    filter_from,
    narrow,
    tables,
)
from sayso.record.queries.groups import nobody

THINGS = (INCIDENTS, CLAIMS, RELATIONS, REPORTS, ACTORS, SOURCES)
_SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: Any, tmp_path_factory: Any) -> Any:
    """A filled record, and all its claims and incidents as they stand."""
    if request.param == "sqlite":
        where = str(tmp_path_factory.mktemp("looking") / "war.sayso")
    else:
        server = request.getfixturevalue("postgres")
        where = server.new()
    with open_record(where, create=True) as record:
        looking.fill(record)
        yield record, *everything(record)
    if request.param == "postgresql":
        server.drop(where)


def everything(record: Record, as_of: Any = None) -> tuple[Any, Any]:
    with record.read(as_of) as view:
        table = schema.claim
        rows = view.conn.execute(sa.select(table.c.body, table.c.state).where(view.open(table)))
        claims = {}
        for body, state in rows:
            claim = msgspec.json.decode(body, type=Claim)
            claims[claim.id] = (claim, state)
        table = schema.incident
        bodies = view.conn.execute(sa.select(table.c.body).where(view.open(table))).scalars()
        incidents = [msgspec.json.decode(body, type=Incident) for body in bodies]
    return claims, incidents


DAYS = st.dates(dt.date(2030, 12, 1), dt.date(2031, 8, 1))


@st.composite
def filters(draw: Any, leave: frozenset[str] = frozenset()) -> Filter:
    """Filters of one to four fields, with values that occur."""
    some = {
        "from_day": DAYS,
        "to_day": DAYS,
        "surely": st.just(True),
        "place": st.lists(st.sampled_from(["900001", "900012", "Zyrqa"]), min_size=1),
        "admin1": st.just(["Hallin"]),
        "country": st.lists(st.sampled_from(["VEL", "DAS", "REE", "XXX"]), min_size=1),
        "box": st.sampled_from([(41.0, 43.0, 41.6, 44.0), (179.0, -20.0, -179.0, 0.0),
                                (-180.0, -90.0, 180.0, 90.0), (0.0, 0.0, 1.0, 1.0)]),
        "actor": st.lists(st.sampled_from(
            ["vel.hallin-front", "vel.army", "name:gunmen", "name:soldiers"]), min_size=1),
        "kind": st.sampled_from(["event", "relation"]),
        "type": st.lists(st.sampled_from(["ASSAULT", "COERCE", "backing"]), min_size=1),
        "mode": st.lists(st.sampled_from(["arrest", "heavy-weapons"]), min_size=1),
        "status": st.lists(
            st.sampled_from(["asserted", "negated", "future", "disputed"]), min_size=1),
        "source": st.lists(st.sampled_from(
            ["Hill Radio", "The Courier", "vel.army", "name:police"]), min_size=1),
        "text": st.sampled_from(["soldiers", "the ARMY said", '"the army"', "attack*", "ilsk nurse",
                                 '"army said" hallin', "nowhere"]),
        "disputed": st.just(True),
        "tellers": st.integers(1, 3),
        "state": st.lists(st.sampled_from(["coded", "accepted", "rejected"]), min_size=1),
        "undecided": st.lists(st.sampled_from(["day", "place"]), min_size=1),
    }  # fmt: skip
    names = draw(st.sets(st.sampled_from(sorted(some.keys() - leave)), min_size=1, max_size=4))
    values = {name: draw(some[name]) for name in names}
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
    if {"from_day", "to_day"} <= names and values["from_day"] > values["to_day"]:
        values["from_day"], values["to_day"] = values["to_day"], values["from_day"]
    if "actor" in names:
        values["role"] = draw(st.sampled_from(["", "actor", "recipient", "source"]))
    return Filter(**values)


def expected(verdicts: dict[str, looking.Verdict], asked: Filter) -> tuple[set[str], Any]:
    """Ids that match, and how many cannot be told of by day, place, both."""
    counts = collections.Counter((day, place) for rest, day, place in verdicts.values() if rest)
    found = {i for i, verdict in verdicts.items() if verdict == (True, "yes", "yes")}
    asks_day = asked.from_day or asked.to_day
    asks_place = asked.asked & {"place", "admin1", "country", "box"}
    return found, (
        counts["missing", "yes"] if asks_day else None,
        counts["yes", "missing"] if asks_place else None,
        counts["missing", "missing"],
    )


def check(thing: Any, view: Any, asked: Filter, verdicts: dict[str, looking.Verdict]) -> None:
    found, (no_day, no_place, neither) = expected(verdicts, asked)
    assert {row.id for row in thing.each(view, asked)} == found
    total = thing.tally(view, asked)
    assert total.match == len(found)
    assert no_day in (None, total.no_day)
    assert no_place in (None, total.no_place)
    assert total.neither == neither


@_SLOW
@given(asked=filters(leave=frozenset({"disputed", "tellers"})))
def test_claims_are_those_of_a_plain_reading(filled: Any, asked: Filter) -> None:
    record, claims, _ = filled
    verdicts = {
        i: looking.claim_verdict(claim, state, asked) for i, (claim, state) in claims.items()
    }
    with record.read() as view:
        check(CLAIMS, view, asked, verdicts)


@_SLOW
@given(asked=filters(leave=frozenset({"kind"})))
def test_incidents_are_those_of_a_plain_reading(filled: Any, asked: Filter) -> None:
    record, claims, incidents = filled
    verdicts = {
        one.id: looking.incident_verdict(one, [claims[i] for i in one.claims], asked)
        for one in incidents
    }
    with record.read() as view:
        check(INCIDENTS, view, asked, verdicts)


@_SLOW
@given(
    asked=filters(leave=frozenset({"kind"})), found=st.sampled_from([0, 3, 10]), few=st.booleans()
)
def test_a_page_whose_count_is_a_least_has_the_same_rows(
    filled: Any, asked: Filter, found: int, few: bool
) -> None:
    record, *_ = filled
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(narrow, "_MOST_FOUND", found)
        patch.setattr(tables, "FEW", 10_000 if few else 0)
        for thing in (CLAIMS, INCIDENTS, REPORTS):
            own = asked.without(*(asked.asked - thing.takes))
            for sort in ("day", "-day", "id"):
                with record.read() as view:
                    exact = thing.page(view, own, sort=sort, limit=4)
                    least = thing.page(view, own, sort=sort, limit=4, least=True)
                assert (least.rows, least.next, least.notes) == (
                    exact.rows,
                    exact.next,
                    exact.notes,
                )
                for name in ("match", "no_day", "no_place", "neither"):
                    told, true = getattr(least.total, name), getattr(exact.total, name)
                    assert told <= true if name in least.total.least else told == true


def test_counts_may_be_a_least_and_say_so(filled: Any, monkeypatch: Any) -> None:
    record, *_ = filled
    monkeypatch.setattr(narrow, "_MOST_FOUND", 3)
    monkeypatch.setattr(tables, "FEW", 0)
    asked = Filter(text="army")
    with record.read() as view:
        is_sqlite = view.conn.dialect.name == "sqlite"
        for thing in (CLAIMS, INCIDENTS):
            short = thing.page(view, asked, least=True, limit=2).total
            assert ("match" in short.least) == is_sqlite
            assert not thing.page(view, asked, limit=2).total.least
            whole = thing.page(view, asked, least=True, limit=1000).total  # all are on the page
            assert "match" not in whole.least
            assert whole.match == thing.tally(view, asked).match


@_SLOW
@given(
    asked=filters(leave=frozenset({"disputed", "tellers", "surely", "undecided", "text", "source"}))
)
def test_reports_are_those_with_a_claim_that_matches(filled: Any, asked: Filter) -> None:
    record, claims, _ = filled
    with record.read() as view:
        days = {row.id: row.published for row in REPORTS.each(view, Filter())}
        of_claims = asked.without("from_day", "to_day")
        held, unplaced = set(days), set()
        if of_claims.asked:
            verdicts = [(claim.doc, looking.claim_verdict(claim, state, of_claims))
                        for claim, state in claims.values()]  # fmt: skip
            held = {doc for doc, verdict in verdicts if verdict == (True, "yes", "yes")}
            unplaced = {doc for doc, verdict in verdicts if verdict == (True, "yes", "missing")}
        day = {i: looking.day_verdict(d, d, "stated", asked) for i, d in days.items()}
        found = {row.id for row in REPORTS.each(view, asked)}
        assert found == {i for i in held if day[i] == "yes"}
        total = REPORTS.tally(view, asked)
    assert total.match == len(found)
    assert total.no_place == sum(day[i] == "yes" for i in unplaced - held)
    if asked.from_day or asked.to_day:
        assert total.no_day == sum(day[i] == "missing" for i in held)
        assert total.neither == sum(day[i] == "missing" for i in unplaced - held)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (Filter(text="rain*"), {"blank-1"}),
        (Filter(source=("the courier",), text="truce"), {"courier-4"}),
        (Filter(source=("a nurse",), text="denied", to_day=dt.date(2031, 3, 4)), {"gazette-1"}),
    ],
)
def test_reports_are_found_by_words_and_voices_without_a_claim(
    filled: Any, asked: Filter, wanted: set[str]
) -> None:
    with filled[0].read() as view:
        assert {row.id for row in REPORTS.each(view, asked)} == wanted


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.name)
def test_pages_make_up_the_whole_in_every_order(filled: Any, thing: Any) -> None:
    with filled[0].read() as view:
        for sort in thing.sorts:
            for sign in ("", "-"):
                rows = list(thing.each(view, Filter(), sort=sign + sort))
                pages, after = [], ""
                while True:
                    page = thing.page(view, Filter(), sort=sign + sort, limit=7, after=after)
                    pages += page.rows
                    after = page.next
                    if not after:
                        break
                assert pages == rows
                assert page.total.match == len(rows)
                cut = thing.page(view, Filter(), sort=sign + sort, limit=5, offset=3)
                assert list(cut.rows) == rows[3:8]
                assert list(thing.each(view, Filter(), sort=sign + sort)) == rows


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.name)
def test_facets_count_the_matches(filled: Any, thing: Any) -> None:
    with filled[0].read() as view:
        facets = thing.facets(view, Filter())
        assert list(facets) == list(thing.facets_by)
        match = thing.tally(view, Filter()).match
        for name, counted in facets.items():
            assert [f.n for f in counted] == sorted((f.n for f in counted), reverse=True)
            if name not in ("actor", "outlet", "recipient"):  # of these one thing may have several
                assert sum(f.n for f in counted) == match, name


def test_a_facet_is_what_its_filter_finds(filled: Any) -> None:
    with filled[0].read() as view:
        for facet in INCIDENTS.facets(view, Filter(), ["type"])["type"]:
            assert INCIDENTS.tally(view, Filter(type=(facet.value,))).match == facet.n
        for facet in CLAIMS.facets(view, Filter(), ["country"])["country"]:
            if facet.value:
                assert CLAIMS.tally(view, Filter(country=(facet.value,))).match == facet.n


def test_the_order_is_by_day_and_what_has_none_comes_last(filled: Any) -> None:
    with filled[0].read() as view:
        rows = list(CLAIMS.each(view, Filter()))
        down = list(CLAIMS.each(view, Filter(), sort="-day"))
    firsts = [row.day_from for row in rows]
    known = [day for day in firsts if day is not None]
    assert firsts == sorted(known) + [None] * (len(firsts) - len(known))
    assert [row.day_from for row in down if row.day_from] == sorted(known, reverse=True)
    assert down[-1].day_from is None


# --- what is counted up -------------------------------------------------------------------

CHOSEN = (Filter(), Filter(country=("VEL",)), Filter(type=("ASSAULT",), source=("Hill Radio",)),
          Filter(from_day=dt.date(2031, 3, 1), tellers=2))  # fmt: skip


def chosen(record: Record, asked: Filter, claims: Any) -> list[Claim]:
    with record.read() as view:
        return [claims[row.id][0] for row in CLAIMS.each(view, asked)]


def tells(record: Record, table: sa.Table, ref: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = collections.defaultdict(set)
    with record.read() as view:
        rows = view.conn.execute(sa.select(table.c.claim, table.c[ref]).where(view.open(table)))
        for claim, thing in rows:
            found[claim].add(thing)
    return found


def test_all_actors_are_as_many_as_their_rows(filled: Any) -> None:
    with filled[0].read() as view:
        assert ACTORS.tally(view, Filter()).match == len(list(ACTORS.each(view, Filter())))


@pytest.mark.parametrize("asked", CHOSEN)
def test_actors_are_counted_up_from_their_claims(filled: Any, asked: Filter) -> None:
    record, claims, _ = filled
    own = chosen(record, asked, claims)
    incidents = tells(record, schema.incident_claim, "incident")
    relations = tells(record, schema.relation_claim, "relation")
    with record.read() as view:
        rows = {row.key: row for row in ACTORS.each(view, asked)}
    in_role = {
        role: [(actor_key(who), claim) for claim in own for who in getattr(claim, role)]
        for role in ("actor", "recipient", "source")
    }
    assert set(rows) == {key for pairs in in_role.values() for key, _ in pairs} - nobody()
    for key, row in rows.items():
        of = {role: {c.id: c for k, c in pairs if k == key} for role, pairs in in_role.items()}
        part = of["actor"] | of["recipient"]
        days = [d for c in part.values() if c.when for d in (c.when.earliest, c.when.latest) if d]
        assert (row.as_actor, row.as_recipient, row.as_source) == tuple(map(len, of.values()))
        assert row.claims == len(part | of["source"])
        assert row.reports == len({c.doc for c in (part | of["source"]).values()})
        assert row.incidents == len({i for id_ in part for i in incidents[id_]})
        assert row.relations == len({i for id_ in part for i in relations[id_]})
        assert (row.first_day, row.last_day) == (min(days, default=None), max(days, default=None))


@pytest.mark.parametrize("asked", CHOSEN)
def test_sources_are_counted_up_and_told_apart(filled: Any, asked: Filter) -> None:
    record, claims, all_incidents = filled
    own = chosen(record, asked, claims)
    incidents = tells(record, schema.incident_claim, "incident")
    by_id = {one.id: one for one in all_incidents}
    with record.read() as view:
        rows = {(row.kind, row.key): row for row in SOURCES.each(view, asked)}
        reports = {row.id: row for row in REPORTS.each(view, Filter())}

    def voices(claim: Claim, kind: str) -> set[str]:
        if kind == "outlet":
            return {claim.outlet} - {""}
        return {actor_key(voice) for voice in claim.source}

    each_voice = {(k, v) for c in own for k in ("outlet", "speaker") for v in voices(c, k)}
    assert set(rows) == {(kind, key) for kind, key in each_voice if key not in nobody()}
    for (kind, key), row in rows.items():
        said = [claim for claim in own if key in voices(claim, kind)]
        told = [by_id[i] for i in {i for claim in said for i in incidents[claim.id]}]
        docs = {claim.doc for claim in said}
        days = [reports[doc].published for doc in docs if reports[doc].published]
        assert (row.claims, row.reports, row.incidents) == (len(said), len(docs), len(told))
        assert row.copies == sum(bool(reports[doc].copy_of) for doc in docs)
        assert (row.first_day, row.last_day) == (min(days, default=None), max(days, default=None))
        alone = contradicted = 0
        for one in told:
            each = [voices(claims[i][0], kind) for i in one.claims]
            alone += all(said_by == {key} for said_by in each)
            for name in one.disputed:
                values = [
                    {voice for i in value.claims for voice in voices(claims[i][0], kind)}
                    for value in one.values[name]
                ]
                mine = [n for n, those in enumerate(values) if key in those]
                if any(values[n] - {key} for m in mine for n in range(len(values)) if n != m):
                    contradicted += 1
                    break
        assert (row.alone, row.contradicted) == (alone, contradicted), (kind, key)


# --- names --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ({"actor": "Hallin Front"}, "vel.hallin-front"),
        ({"actor": "the hallin FRONT"}, "vel.hallin-front"),
        ({"actor": "gunmen"}, "name:gunmen"),
        ({"actor": "name:gunmen"}, "name:gunmen"),
    ],
)
def test_an_actor_is_found_by_any_name_that_reports_give(
    filled: Any, words: dict[str, str], key: str
) -> None:
    with filled[0].read() as view:
        by_name = CLAIMS.page(view, filter_from(words), limit=1000)
        by_key = CLAIMS.page(view, Filter(actor=(key,)), limit=1000)
    assert by_name.rows == by_key.rows
    assert by_name.rows
    assert bool(by_name.notes) == (words["actor"] != key)


def test_a_place_is_found_by_its_name_its_id_and_how_reports_print_it(filled: Any) -> None:
    with filled[0].read() as view:
        by_id = list(CLAIMS.each(view, Filter(place=("900001",))))
        assert by_id
        for name in ("Ilsk", "ILSK", "the town of Ilsk", "geo:900001"):
            assert list(CLAIMS.each(view, Filter(place=(name,)))) == by_id, name
        reef = list(INCIDENTS.each(view, Filter(place=("west reef",))))
        assert {row.geonameid for row in reef} == {900012}


@pytest.mark.parametrize("asked", [{"actor": "Nobody"}, {"place": "Nowhere"}, {"source": "None"}])
def test_what_the_record_does_not_know_matches_nothing_and_is_told(
    filled: Any, asked: dict[str, str]
) -> None:
    with filled[0].read() as view:
        for thing in (CLAIMS, INCIDENTS):
            page = thing.page(view, filter_from(asked))
            assert page.rows == ()
            assert any("goes by" in note for note in page.notes)


def test_a_speaker_whom_nobody_knows_tells_no_incident(filled: Any) -> None:
    with filled[0].read() as view:
        for field in ("actor", "source"):
            more = {"role": "source"} if field == "actor" else {}
            asked = Filter(**{field: ("Nobody At All",), **more})
            assert INCIDENTS.tally(view, asked).match == 0


def test_relations_are_found_by_either_side(filled: Any) -> None:
    with filled[0].read() as view:
        rows = list(RELATIONS.each(view, Filter(actor=("Hallin Front",))))
        assert rows
        assert all("vel.hallin-front" in (row.actor_key, row.recipient_key) for row in rows)
        one = Filter(actor=("vel.army",), role="actor", type=("hostility",))
        other = Filter(actor=("vel.army",), role="recipient", type=("hostility",))
        assert list(RELATIONS.each(view, one)) == list(RELATIONS.each(view, other))
        assert RELATIONS.tally(view, one).match
        late = Filter(from_day=dt.date(2040, 1, 1))
        assert all(row.last_day is None for row in RELATIONS.each(view, late))


# --- words: never a syntax error ----------------------------------------------------------

HOSTILE = (
    'soldiers OR "', "NEAR(a b)", "text:army", "army*", '"*"* army', "^army", "-army +x", "a AND",
    "()", "col : x", "army\x00said", "'; drop table claim; --", "a{b}", "\ud800 army", "%_",
    "NOT NOT", "<->", "army & !", "\\", "''",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_operators_and_signs_are_only_words(filled: Any, text: str) -> None:
    with filled[0].read() as view:
        for thing in (CLAIMS, INCIDENTS, REPORTS):
            if any(c.isalnum() for c in text):
                list(thing.each(view, Filter(text=text)))
            else:
                with pytest.raises(ConfigError, match="no word"):
                    list(thing.each(view, Filter(text=text)))


@_SLOW
@given(text=st.text(max_size=30))
def test_any_text_can_be_searched_for(filled: Any, text: str) -> None:
    with filled[0].read() as view, contextlib.suppress(ConfigError):  # no word in it
        CLAIMS.page(view, Filter(text=text), limit=1)


@_SLOW
@given(name=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20))
def test_any_name_can_be_looked_up(filled: Any, name: str) -> None:
    with filled[0].read() as view:
        for field in ("actor", "place", "admin1", "source"):
            CLAIMS.page(view, Filter(**{field: (name,)}), limit=1)


# --- what is refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"from": "yesterday"}, "not a day"),
        ({"from": "2031-02-01", "to": "2031-01-01"}, "no day lies"),
        ({"box": "1,2,3"}, "west,south,east,north"),
        ({"box": "0,50,10,40"}, "write west"),
        ({"box": "nan,0,1,1"}, "write west"),
        ({"type": "WAR"}, "there are"),
        ({"status": "maybe"}, "there are"),
        ({"state": "new"}, "there are"),
        ({"role": "actor"}, "which actor"),
        ({"tellers": "many"}, "whole number"),
        ({"tellers": "-1"}, "tellers must be"),
        ({"country": "Atlantis"}, "not known"),
        ({"disputed": "perhaps"}, "neither yes nor no"),
        ({"colour": "red"}, "no filter"),
        ({"place": "9" * 40}, "so many digits"),
        ({"place": "geo:" + "9" * 40}, "so many digits"),
        ({"tellers": "9" * 40}, "tellers must be"),
        ({"actor": "a\0b"}, "cannot stand in a name"),
        ({"source": "\ud800"}, "cannot stand in a name"),
    ],
)
def test_a_filter_that_cannot_be_meant_says_why(words: dict[str, str], says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        filter_from(words)


def test_words_are_read_as_addresses_have_them() -> None:
    asked = filter_from(
        {"from": "2031-01-01", "type": "assault,allegiance", "country": "Pakistan,AFG",
         "box": "1,2,3,4", "disputed": "1", "place": ["Al, Anbar", "7"], "tellers": "2",
         "text": " ", "mode": ""}
    )  # fmt: skip
    assert asked == Filter(
        from_day=dt.date(2031, 1, 1),
        type=("ASSAULT", "allegiance"),
        country=("PAK", "AFG"),
        box=(1, 2, 3, 4),
        disputed=True,
        place=("Al, Anbar", "7"),
        tellers=2,
    )


def test_things_refuse_what_they_do_not_have_and_pages_that_cannot_be_cut(filled: Any) -> None:
    with filled[0].read() as view:
        with pytest.raises(ConfigError, match="relations cannot be filtered by box"):
            RELATIONS.tally(view, Filter(box=(0, 0, 1, 1)))
        with pytest.raises(ConfigError, match="cannot be sorted by"):
            CLAIMS.page(view, Filter(), sort="colour")
        with pytest.raises(ConfigError, match="cannot be counted by"):
            CLAIMS.facets(view, Filter(), ["colour"])
        with pytest.raises(ConfigError, match="limit"):
            CLAIMS.page(view, Filter(), limit=10_000)
        after = CLAIMS.page(view, Filter(), limit=1).next
        with pytest.raises(ConfigError, match="another order"):
            CLAIMS.page(view, Filter(), sort="-day", after=after)
        for wrong in ("x", "é", after[:-3], "W10"):
            with pytest.raises(ConfigError, match="next"):
                CLAIMS.page(view, Filter(), after=wrong)
        with pytest.raises(ConfigError, match="not both"):
            CLAIMS.page(view, Filter(), after=after, offset=1)


# --- the record as it was -----------------------------------------------------------------


def test_a_look_at_the_past_finds_what_stood_then(filled: Any) -> None:
    record, _, _ = filled
    with record.read(as_of=2) as view:  # after the reports were added, before anybody judged
        assert CLAIMS.tally(view, Filter()).match > 0
        assert CLAIMS.tally(view, Filter(state=("rejected",))).match == 0
        assert INCIDENTS.tally(view, Filter()).match == 0
        for thing in THINGS:
            thing.page(view, Filter(text="army") if thing is not RELATIONS else Filter())
    with record.read(as_of=0) as view:
        assert all(thing.tally(view, Filter()).match == 0 for thing in THINGS)
    last = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    asked = Filter(actor=("vel.army",), country=("VEL",), text="army")
    with record.read() as now, record.read(as_of=last) as then:
        for thing in (CLAIMS, INCIDENTS, REPORTS, ACTORS, SOURCES):
            assert thing.page(now, asked) == thing.page(then, asked)
