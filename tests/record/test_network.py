"""The network of a day, and what was told within a window before it."""

import datetime as dt

import pytest
import telling
from handmade import make_coded
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telling import c, link_relations, report

from sayso.record.ingest import add_coded
from sayso.record.network import network
from sayso.record.open import open_record
from sayso.record.told import on_day, relations_of

A, B = "The Kell Brigade", "Ridge Front"
ALLIED = c("alliance", "allied", actor=A, recipient=B)
DENIED = c("alliance", "allied", actor=A, recipient=B, status="negated", source="Ida Brandt")
YES = "The Kell Brigade is allied with the Ridge Front."
NO = "The Kell Brigade is not allied with the Ridge Front, Ida Brandt said."


def add(record, *made):
    with record.write("add", step="test") as act:
        for m in made:
            add_coded(act, m.report, make_coded(m.report, *m.claims))
    link_relations(record)


def drawn(record, day, window):
    """Edges as (type, state, last)."""
    with record.read() as view:
        graph = network(view, dt.date.fromisoformat(day), window=window)
    return {
        (data["type"], data["state"], data["last"] and data["last"].isoformat())
        for *_, data in graph.edges(data=True)
    }


@pytest.mark.parametrize(
    ("day", "window", "last"),
    [
        ("2031-03-01", 90, [None]),
        ("2031-03-02", 90, ["2031-03-01"]),
        ("2031-05-30", 90, ["2031-03-01"]),
        ("2031-05-31", 90, []),
        ("2031-03-02", 0, []),
        ("2031-02-28", 90, []),
    ],
)
def test_a_tie_told_for_one_day_stays_for_the_window_with_its_day(record, day, window, last):
    add(record, report("2031-03-01", YES, ALLIED))
    assert drawn(record, day, window) == {("alliance", "held", one) for one in last}


def test_a_newer_denial_takes_it_out_and_an_older_one_does_not(record):
    add(record, report("2031-03-01", YES, ALLIED), report("2031-03-20", NO, DENIED))
    assert drawn(record, "2031-03-10", 90) == {("alliance", "disputed", "2031-03-01")}
    assert drawn(record, "2031-03-25", 90) == set()
    add(record, report("2031-04-01", YES, ALLIED))
    assert drawn(record, "2031-04-05", 90) == {("alliance", "held", "2031-04-01")}


def test_a_contradiction_of_one_day_stays_a_contradiction(record):
    add(
        record,
        report("2031-03-01", YES, ALLIED, id_="r-1"),
        report("2031-03-01", NO, DENIED, id_="r-2", outlet="The Courier"),
    )
    assert drawn(record, "2031-03-04", 90) == {("alliance", "disputed", "2031-03-01")}


def test_what_ended_is_not_lately_told(record):
    text = "The Kell Brigade was allied with the Ridge Front from January to March 2031."
    span = c("alliance", "allied", actor=A, recipient=B, time="from January to March 2031",
             when=("2031-01-01", "2031-03-31"))  # fmt: skip
    made = report("2031-04-10", text, span)
    add(record, made)
    with record.read() as view:
        (one,) = on_day(view, relations_of(view, types=["alliance"]), dt.date(2031, 4, 20))
    expected = {("alliance", "held", "2031-03-31")} if one.standing.state == "unknown" else set()
    assert drawn(record, "2031-04-20", 90) == expected


@given(telling.many(), st.dates(dt.date(2031, 1, 1), dt.date(2032, 6, 1)))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_wider_window_only_adds_edges_and_each_is_of_its_window(tmp_path_factory, made, day):
    with open_record(tmp_path_factory.mktemp("r") / "r.sayso", create=True) as record:
        add(record, *made)
        with record.read() as view:
            graphs = {w: network(view, day, window=w) for w in (0, 30, 90, 400)}
    edges = {w: {k: d for *_, k, d in g.edges(keys=True, data=True)} for w, g in graphs.items()}
    assert all(data["last"] is None for data in edges[0].values())
    for narrow, wide in ((0, 30), (30, 90), (90, 400)):
        assert edges[narrow].items() <= edges[wide].items()
    for window, found in edges.items():
        for data in found.values():
            assert data["evidence"]
            assert data["yes"]
            if data["last"] is not None:
                assert 0 <= (day - data["last"]).days <= window
