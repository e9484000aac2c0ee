"""Whatever is added, decided, undone and coded anew: the record adds up and points at its words."""

import ast
import shutil
from pathlib import Path

import handmade
import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sayso.base import ids
from sayso.base.errors import ConfigError
from sayso.base.nouns import ROLES, Claim, Drop
from sayso.pipeline import Coded
from sayso.record import schema
from sayso.record.anchoring import spans
from sayso.record.decide import decide, undo
from sayso.record.ingest import add_many
from sayso.record.linking import link_all
from sayso.record.open import open_record

WAR = handmade.the_war()
NOTE = "A note of the editor.\n\n"
replace = msgspec.structs.replace

# Claims are compared without what numbers rows and acts; linking is not run here.
_NUMBERS = ("n", "made", "closed", "document", "passage", "claim")


def variant(at: int, *, shift: bool, mask: int, score: float):
    """Report `at` of the war: with a note before its text, fewer claims, another score."""
    report, coded = WAR[at]
    kept = [c for i, c in enumerate(coded.claims) if not mask >> i & 1]
    claims = [replace(claim, score=score) for claim in kept]
    if shift:
        report = replace(report, content=(NOTE + report.content.decode()).encode())
        claims = [shifted(claim, len(NOTE)) for claim in claims]
    return report, handmade.make_coded(report, *claims)


def shifted(claim: Claim, by: int) -> Claim:
    def move(span):
        return replace(span, start=span.start + by, end=span.end + by)

    moved = {role: tuple(map(move, getattr(claim, role))) for role in ROLES}
    trigger = move(claim.trigger)
    id_ = ids.claim_id(claim.doc, claim.kind, claim.type, trigger.start, trigger.end)
    return replace(claim, id=id_, trigger=trigger, evidence=move(claim.evidence), **moved)


def open_rows(record, *tables):
    """Open rows, without what numbers them, sorted."""
    found = {}
    with record.read() as view:
        for table in tables:
            rows = view.conn.execute(sa.select(table).where(view.open(table))).mappings()
            bare = [{k: v for k, v in row.items() if k not in _NUMBERS} for row in rows]
            found[table.name] = sorted(map(repr, bare))
    return found


def all_open(record):
    own = (schema.report, schema.document, schema.coding, schema.claim, schema.decision)
    found = open_rows(record, *own, schema.setting)
    with record.read() as view:
        for part in (schema.claim_actor, schema.claim_place):
            rows = view.conn.execute(
                sa.select(part, schema.claim.c.id.label("of"))
                .join(schema.claim, schema.claim.c.n == part.c.claim)
                .where(view.open(schema.claim))
            ).mappings()
            bare = [{k: v for k, v in row.items() if k not in _NUMBERS} for row in rows]
            found[part.name] = sorted(map(repr, bare))
    return found


def check(record):
    """What always holds."""
    claim, document, passage = schema.claim, schema.document, schema.passage
    with record.read() as view:
        rows = view.conn.execute(
            sa.select(claim, document.c.text, passage.c.start, passage.c.end)
            .join(document, document.c.n == claim.c.document)
            .outerjoin(passage, passage.c.n == claim.c.passage)
            .where(view.open(claim), view.open(document))
        ).mappings()
        seen = set()
        for row in rows:
            told = msgspec.json.decode(row["body"], type=Claim)
            assert told.id == row["id"]
            for span in spans(told):
                assert row["text"][span.start : span.end] == span.text
            assert row["start"] <= told.trigger.start < row["end"]
            assert row["id"] not in seen
            seen.add(row["id"])
        n_open = view.conn.execute(
            sa.select(sa.func.count()).select_from(claim).where(view.open(claim))
        ).scalar()
        assert n_open == len(seen)  # none hangs on a document that is closed


class Runner:
    """Carries out steps that hypothesis chooses; what is refused changes nothing."""

    def __init__(self, record):
        self.record = record
        self.made: list[str] = []

    def claim_ids(self):
        with self.record.read() as view:
            query = sa.select(schema.claim.c.id).where(view.open(schema.claim))
            return view.conn.execute(query.order_by(schema.claim.c.id)).scalars().all()

    def run(self, step):
        name, *args = step
        getattr(self, name)(*args)

    def add(self, at, shift, mask, score):
        with self.record.write("add", model=f"model {mask} {score}") as act:
            (done,) = add_many(act, [variant(at, shift=shift, mask=mask, score=score)])
            if not done.wrote:
                act.unchanged()

    def decide(self, kind, at, value):
        claims = self.claim_ids()
        claim = claims[at % len(claims)] if claims else "c-none"
        subject, given_value = claim, None
        if kind == "edit":
            given_value = value
        elif kind in ("same", "different"):
            subject = f"{claim} {claims[(at + 1) % len(claims)] if claims else 'c-none'}"
        elif kind == "actor":
            subject, given_value = ("Hallin Front", "the army", "residents")[at % 3], f"x.{at % 2}"
        elif kind == "place":
            subject, given_value = ("Ilsk", "Marn")[at % 2], "41.5,42.5"
        elif kind == "settle":
            subject, given_value = "name", f"name {at}"
        elif kind == "add":
            subject = WAR[at % len(WAR)][0].report_id
            given_value = {"type": "ACCUSE", "trigger": "said"}
        before = all_open(self.record)
        try:
            self.made.append(decide(self.record, kind, subject, given_value, person="Test Person"))
        except ConfigError:
            assert all_open(self.record) == before

    def undo(self, at):
        if self.made:
            undo(self.record, self.made.pop(at % len(self.made)), person="Test Person")


_edits = st.sampled_from(
    [{"when": "2031-02-28"}, {"status": "negated"}, {"type": "COERCE"}, {"hedged": True},
     {"actor": "said"}, {"mode": ""}]
)  # fmt: skip
_kinds = st.sampled_from(
    ["accept", "reject", "edit", "add", "same", "different", "actor", "place", "settle"]
)
_adds = st.tuples(
    st.just("add"),
    st.integers(0, len(WAR) - 1),
    st.booleans(),
    st.integers(0, 7),
    st.sampled_from([0.5, 0.9]),
)
_decisions = st.tuples(st.just("decide"), _kinds, st.integers(0, 30), _edits)
_undos = st.tuples(st.just("undo"), st.integers(0, 10))
_steps = st.lists(st.one_of(_adds, _decisions, _decisions, _undos), max_size=12)


@pytest.fixture(scope="module")
def stored(tmp_path_factory) -> Path:
    """The war in a file that each example copies."""
    path = tmp_path_factory.mktemp("war") / "war.sayso"
    with open_record(path, create=True) as made, made.write("add", model="model 0 0.9") as act:
        add_many(act, WAR)
    return path


@pytest.fixture(scope="module")
def copied(stored, tmp_path_factory):
    folder = tmp_path_factory.mktemp("copies")

    def copy(name="copy"):
        path = folder / f"{name}.sayso"
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        shutil.copyfile(stored, path)
        return open_record(path)

    return copy


_few = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_few
@given(steps=_steps, decision=_decisions)
def test_undo_gives_back_the_former_state(copied, steps, decision):
    with copied() as record:
        runner = Runner(record)
        for step in steps:
            runner.run(step)
            check(record)
        before = all_open(record)
        runner.made.clear()
        runner.run(decision)
        check(record)
        runner.run(("undo", 0))
        assert all_open(record) == before


@_few
@given(steps=_steps)
def test_undoing_everything_leaves_what_the_machine_drew(copied, steps):
    with copied("a") as record, copied("b") as other:
        runner = Runner(record)
        for step in steps:
            runner.run(step)
        while runner.made:
            runner.run(("undo", len(runner.made) - 1))
        plain = Runner(other)
        for step in steps:
            if step[0] == "add":
                plain.run(step)
        assert all_open(record) == all_open(other)


@_few
@given(order=st.permutations(range(len(WAR))), cut=st.integers(0, len(WAR)))
def test_the_order_of_adding_changes_no_open_row(stored, tmp_path_factory, order, cut):
    path = tmp_path_factory.mktemp("order") / "war.sayso"
    with open_record(path, create=True) as record, open_record(stored, readonly=True) as war:
        for part in (order[:cut], order[cut:]):
            with record.write("add", model="model 0 0.9") as act:
                add_many(act, [WAR[at] for at in part])
        mine, theirs = all_open(record), all_open(war)
        assert mine.keys() == theirs.keys()
        for name in mine.keys() - {"setting"}:  # each record has an id of its own
            assert mine[name] == theirs[name]


@_few
@given(steps=st.lists(_adds, max_size=8))
def test_adding_twice_changes_nothing(copied, steps):
    def rows_in_all(record):
        with record.read() as view:
            return {
                name: view.conn.execute(sa.select(sa.func.count()).select_from(table)).scalar()
                for name, table in schema.metadata.tables.items()
            }

    with copied() as record:
        runner = Runner(record)
        for step in steps:
            runner.run(step)
            before, open_before = rows_in_all(record), all_open(record)
            runner.run(step)
            assert rows_in_all(record) == before
            assert all_open(record) == open_before


@_few
@given(
    kinds=st.lists(
        st.tuples(st.integers(0, len(WAR) - 1), st.booleans(), st.booleans()), max_size=12
    )
)
def test_what_came_in_is_stored_unchanged_or_dropped(copied, kinds):
    items = {}
    for at, shift, dropped in kinds:
        report, coded = variant(at, shift=shift, mask=0, score=0.9)
        drop = Drop(step="clean", reason="no_text", origin=report.origin)
        items[report.report_id] = (report, Coded(drop=drop) if dropped else coded)
    with copied() as record, record.write("add", model="model 0 0.9") as act:
        done = add_many(act, list(items.values()))
        assert [added.report for added in done] == list(items)
        outcomes = [added.outcome for added in done]
        assert len(outcomes) == sum(
            outcomes.count(name) for name in ("new", "recoded", "unchanged", "dropped")
        )
        assert outcomes.count("dropped") == sum(c.drop is not None for _, c in items.values())


def test_every_mark_of_the_war_is_there_for_linking(stored):
    with open_record(stored, readonly=True) as record, record.read() as view:
        kinds = view.conn.execute(
            sa.select(schema.dirty.c.kind, sa.func.count()).group_by(schema.dirty.c.kind)
        ).all()
    assert dict(map(tuple, kinds)) == {"document": 12, "claim": 20, "relation_claim": 20}


def computed(record):
    """Open rows of what linking makes. Aliases are left out: they keep what ids were once."""
    found = {}
    tables = (schema.copy, schema.link, schema.incident, schema.incident_claim)
    with record.read() as view:
        for table in (*tables, schema.relation, schema.relation_claim):
            rows = view.conn.execute(sa.select(table).where(view.open(table))).mappings()
            bare = [
                {k: v for k, v in row.items() if k not in ("n", "made", "closed")} for row in rows
            ]
            found[table.name] = sorted(map(repr, bare))
    return found


@pytest.fixture(scope="module")
def linked_war(copied):
    with copied("linked") as record:
        link_all(record)
        return computed(record)


@settings(parent=_few, max_examples=15)
@given(decision=_decisions)
def test_undo_gives_back_what_was_linked(copied, decision):
    with copied() as record:
        link_all(record)
        before = computed(record)
        runner = Runner(record)
        runner.run(decision)
        link_all(record)
        runner.run(("undo", 0))
        link_all(record)
        assert computed(record) == before


def grouped(found):
    """What is linked, but for the ids of incidents: which came first gives the id, and keeps it."""
    ids_of = {}
    for row in map(ast.literal_eval, found["incident_claim"]):
        ids_of.setdefault(row["incident"], set()).add(row["claim"])
    return {
        "incident_claim": sorted(map(sorted, ids_of.values())),
        **{name: rows for name, rows in found.items() if not name.startswith("incident")},
    }


@settings(parent=_few, max_examples=6, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(order=st.permutations(range(len(WAR))), cut=st.integers(0, len(WAR)), at_once=st.booleans())
def test_the_order_of_adding_changes_nothing_that_is_linked(
    linked_war, tmp_path_factory, order, cut, at_once
):
    path = tmp_path_factory.mktemp("order") / "war.sayso"
    with open_record(path, create=True) as record:
        for part in (order[:cut], order[cut:]):
            with record.write("add", model="model 0 0.9") as act:
                add_many(act, [WAR[at] for at in part])
            if not at_once:
                link_all(record)
        link_all(record)
        found = computed(record)
    assert found == linked_war if at_once else grouped(found) == grouped(linked_war)
