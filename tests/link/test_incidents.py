"""Claims of one happening are joined, whatever order they come in; two happenings stay two."""

import itertools
import random

import handmade
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.link import incidents_blocks
from sayso.link.incidents import join_claims
from sayso.link.incidents_blocks import blocks_of, groups, hubs_of, pairs
from sayso.link.incidents_found import said
from sayso.link.incidents_judged import Decision, judged
from sayso.link.incidents_report import read_report
from sayso.link.incidents_score import NEAR, findings, log_odds, weights

WAR = [(coded.claims, report.published) for report, coded in handmade.the_war()]


def report(id_, text, *claims, day="2031-03-03", outlet="Hill Radio"):
    """One report: its claims as (type, trigger, fields), and its day."""
    made = handmade.make_report(id_, text, published=day, outlet=outlet)
    doc = handmade.make_document(made)
    drawn = [handmade.make_claim(doc, type_, trigger, **more) for type_, trigger, more in claims]
    return tuple(drawn), made.published


def joined(*reports, people=()):
    """Clusters as sets of "report trigger", and the links."""
    found = join_claims(reports, judged(people))
    names = {c.id: f"{c.doc} {c.trigger.text}" for claims, _ in reports for c in claims}
    return {frozenset(names[c] for c in cluster) for cluster in found.clusters}, found


def together(clusters, *names):
    return any(cluster.issuperset(names) for cluster in clusters)


BOMB = {
    "place": "Ilsk",
    "number": ("12", "killed", 12, 12),
    "when": "2031-03-01",
    "instrument": "bomb",
}


def bombing(id_="r1", **more):
    text = "A bomb exploded in Ilsk on Saturday and killed 12 people, police said."
    return report(id_, text, ("ASSAULT", "exploded", {**BOMB, "mode": "explosives"} | more))


# --- one or two ---------------------------------------------------------------------------


def test_two_reports_of_one_attack_become_one_incident():
    again = report(
        "r2",
        "At least 12 people died when a bomb went off in Ilsk two days ago.",
        ("ASSAULT", "went off", {**BOMB, "number": ("At least 12", "killed", 12, None)}),
    )
    clusters, found = joined(bombing(), again)
    assert len(clusters) == 1
    (link,) = found.links
    why = [reason.what for reason in link.reasons]
    assert "same day, told by both" in why
    assert "same place: Ilsk" in why
    assert any(what.startswith("counts that fit") for what in why)
    assert link.judgement == "same"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"when": "2031-02-10"}, "told days 19 days apart"),
        ({"place": "Marn"}, "other place: Ilsk and Marn, 301 km apart"),
        ({"place": "Dask"}, "other place: Ilsk and Dask"),
    ],
)
def test_another_day_or_place_is_another_incident(changed, reason):
    place = changed.get("place", "Ilsk")
    other = report(
        "r2",
        f"A bomb exploded in {place} and killed 12 people, police said.",
        ("ASSAULT", "exploded", {**BOMB, "mode": "explosives"} | changed),
    )
    clusters, _ = joined(bombing(), other)
    assert len(clusters) == 2
    accounts = [read_report(*r).accounts[0] for r in (bombing(), other)]
    weigh = weights().across
    told = [f for f in findings(*accounts, "across") if weigh.get(f.code, 0) < 0]
    assert reason in [said(f) for f in told]


def test_two_bombings_in_one_report_stay_two():
    text = (
        "A bomb in Ilsk killed 12 people on Saturday, police said. "
        "The attack was the worst in years. "
        "A bomb in Marn killed 3 people on Thursday."
    )
    claims = (
        ("ASSAULT", "killed", {**BOMB, "mode": "explosives"}),
        ("ASSAULT", "attack", {}),
        (
            "ASSAULT",
            "killed",
            {"mode": "explosives", "place": "Marn", "number": ("3", "killed", 3, 3),
             "when": "2031-02-27", "instrument": "bomb", "nth": 1},
        ),
    )  # fmt: skip
    (claims, day) = report("r1", text, *claims)
    (first, attack, second) = claims
    found = join_claims([(claims, day)])
    home = {c: n for n, cluster in enumerate(found.clusters) for c in cluster}
    assert home[first.id] != home[second.id]
    assert home[attack.id] == home[first.id]


def test_a_denial_joins_what_it_denies():
    denial = report(
        "r2",
        "The Hallin Front denied that it had bombed Ilsk on Saturday.",
        ("ASSAULT", "bombed", {"mode": "explosives", "actor": "The Hallin Front", "place": "Ilsk",
                               "source": "The Hallin Front", "status": "negated",
                               "when": "2031-03-01"}),
    )  # fmt: skip
    clusters, found = joined(bombing(), denial)
    assert len(clusters) == 1
    assert "one denies what the other asserts" in [r.what for r in found.links[0].reasons]


def test_a_threat_of_an_attack_is_not_the_attack():
    threat = report(
        "r2",
        "The Hallin Front threatened on Saturday to bomb Ilsk.",
        ("THREATEN", "threatened", {"actor": "The Hallin Front", "place": "Ilsk",
                                    "when": "2031-03-01"}),
        ("ASSAULT", "bomb", {"place": "Ilsk", "status": "future", "when": "2031-03-20"}),
    )  # fmt: skip
    clusters, _ = joined(bombing(), threat)
    assert len(clusters) == 3


def test_the_war_has_the_incidents_that_it_tells():
    clusters, _ = joined(*WAR)
    first = [f"{r} {t}" for r in ("hill-1", "courier-1") for t in ("attacked", "killed")]
    assert together(clusters, *first, "gazette-1 attacked", "gazette-1 killed")
    assert together(clusters, "hill-2 hit")
    assert not together(clusters, "hill-2 hit", "hill-1 attacked")
    assert sum(map(len, clusters)) == sum(c.kind == "event" for cs, _ in WAR for c in cs)


# --- what always holds --------------------------------------------------------------------

TOWNS = ("Ilsk", "Ostrel", "Marn")
WORDS = ("attacked", "bombed", "arrested", "accused")
TYPES = {"attacked": "ASSAULT", "bombed": "ASSAULT", "arrested": "COERCE", "accused": "ACCUSE"}


@st.composite
def reports(draw, most=6):
    """Small reports of one war, in which much is alike."""
    made = []
    for number in range(draw(st.integers(1, most))):
        told, parts = [], []
        for _ in range(draw(st.integers(1, 3))):
            word, town = draw(st.sampled_from(WORDS)), draw(st.sampled_from(TOWNS))
            count = draw(st.integers(1, 20))
            parts.append(f"The army {word} rebels in {town} and {count} died.")
            more = {
                "actor": "The army",
                "place": town,
                "number": (str(count), "killed", count, count),
            }
            if draw(st.booleans()):
                more["when"] = f"2031-03-{draw(st.integers(1, 9)):02d}"
            more["status"] = draw(st.sampled_from(("asserted",) * 4 + ("negated", "future")))
            told.append((TYPES[word], word, more, parts[-1]))
        text = " ".join(parts)
        claims, seen = [], {}
        for type_, word, more, _ in told:
            claims.append((type_, word, more | {"nth": seen.get(word, 0)}))
            seen[word] = seen.get(word, 0) + 1
        day = f"2031-03-{draw(st.integers(1, 12)):02d}"
        made.append(report(f"r{number}", text, *claims, day=day))
    return made


@st.composite
def judgements(draw, claims):
    ids = sorted(c.id for cs, _ in claims for c in cs)
    if len(ids) < 2:
        return []
    pair = st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)
    kinds = st.sampled_from(("same", "different"))
    drawn = draw(st.lists(st.tuples(pair, kinds), max_size=4))
    return [Decision(a, b, kind, "Kim") for (a, b), kind in drawn]


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_order_changes_nothing(data):
    made = data.draw(reports())
    people = judged(data.draw(judgements(made)))
    mixed = [
        (tuple(data.draw(st.permutations(cs))), day) for cs, day in data.draw(st.permutations(made))
    ]
    assert join_claims(mixed, people) == join_claims(made, people)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_incidents_are_the_components_of_the_same_links_and_judgements_hold(data):
    made = data.draw(reports())
    drawn = data.draw(judgements(made))
    people = judged(drawn)
    found = join_claims(made, people)
    home = {c: n for n, cluster in enumerate(found.clusters) for c in cluster}
    assert sorted(home) == sorted(c.id for cs, _ in made for c in cs)
    parent = {c: c for c in home}

    def root(c):
        while parent[c] != c:
            c = parent[c]
        return c

    for link in found.links:
        assert link.a < link.b
        if link.judgement == "same":
            assert home[link.a] == home[link.b]
            parent[root(link.a)] = root(link.b)
    components = {frozenset(c for c in home if root(c) == r) for r in map(root, home)}
    assert components == {frozenset(cluster) for cluster in found.clusters}
    for decision in drawn:
        if decision in people.held.values():
            assert (home[decision.a] == home[decision.b]) == (decision.judgement == "same")
            (link,) = [x for x in found.links if {x.a, x.b} == {decision.a, decision.b}]
            assert (link.judgement, link.person) == (decision.judgement, "Kim")


@settings(deadline=None, max_examples=40)
@given(reports(most=4))
def test_a_score_is_the_same_from_both_sides(made):
    accounts = [a for claims, day in made for a in read_report(claims, day).accounts]
    for one, other in itertools.combinations(accounts, 2):
        sort = "within" if one.report == other.report else "across"
        assert log_odds(one, other, sort) == pytest.approx(log_odds(other, one, sort))


def test_the_newest_of_contrary_judgements_holds():
    one, two = Decision("a", "b", "same", "Kim"), Decision("b", "c", "same", "Kim")
    third = Decision("a", "c", "different", "Lee")
    people = judged([one, two, third])
    assert people.differ(["a"], ["c"])
    assert one in people.set_aside or two in people.set_aside
    assert judged([third, one, two]).set_aside == (third,)


# --- blocks -------------------------------------------------------------------------------


def test_types_that_may_be_of_one_happening_share_a_block():
    for one, other in NEAR:
        assert set(groups(one)) & set(groups(other)), (one, other)


def test_an_over_full_block_compares_with_the_smallest_ids_alone(monkeypatch):
    monkeypatch.setattr(incidents_blocks, "FULL", 10)
    monkeypatch.setattr(incidents_blocks, "HUBS", 3)
    ids = [f"c{n:03d}" for n in range(100)]
    mixed = random.Random(1).sample(ids, len(ids))
    found = pairs({1: mixed})
    assert found == pairs({1: ids})
    assert len(found) == 3 * 97 + 3
    assert hubs_of(ids[:10]) is None
    assert pairs({1: mixed}, ["c050"]) == {(hub, "c050") for hub in ids[:3]}


def test_pairs_grow_with_the_reports_and_not_with_their_square():
    def compared(n):
        made = [
            report(
                f"r{i}",
                "A bomb exploded in Ilsk and killed 12 people.",
                ("ASSAULT", "exploded", {**BOMB, "mode": "explosives"}),
            )
            for i in range(n)
        ]
        accounts = [a for r in made for a in read_report(*r).accounts]
        return len(pairs(blocks_of(accounts)))

    assert compared(400) < 2.2 * compared(200)


def test_days_of_one_happening_share_a_block_over_the_turn_of_a_week():
    for day in range(1, 15):
        one = bombing(when=f"2031-03-{day:02d}")
        other = bombing("r2", when=f"2031-03-{day + 1:02d}")
        accounts = [a for r in (one, other) for a in read_report(*r).accounts]
        assert pairs(blocks_of(accounts))
