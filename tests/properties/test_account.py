"""What came in is what was coded and what was dropped, whatever came in, in its order."""

import io
import json

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.base.nouns import Drop, Media, Report
from sayso.config import ExtractSettings, Settings
from sayso.engines import Record, code_each
from sayso.job import Account, Job, run

RULES = Settings(extract=ExtractSettings(extractor="rules"))

words = st.sampled_from(
    [
        "Rebels attacked Ilsk.",
        "It rained.",
        "The army denied it, police said.",
        "\u201cNo,\u201d",
        "",
        "\0",
    ]
)
good = st.lists(words, max_size=3).map(lambda w: json.dumps({"text": " ".join(w)}).encode())
bad = st.sampled_from([b"{", b"[]", b'{"id": 3}', b"\xff", b'{"text": 5}', b"null"])
files = st.lists(st.one_of(good, bad, st.binary(max_size=30)), max_size=8).map(b"\n".join)


@settings(max_examples=60, deadline=None)
@given(files)
def test_in_is_coded_and_dropped(content):
    out = io.BytesIO()
    job = Job(inputs=["-"], settings=RULES, output=None, stream=out, stdin=io.BytesIO(content))
    account = Account()
    run(job, account)  # raises BugInSayso where the sums do not agree
    totals = account.totals
    assert totals.n_in == totals.n_coded + totals.dropped.total()
    assert totals.dropped.total() == len(account.drops)
    assert totals.n_claims == out.getvalue().count(b"\n")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(words, st.just(None)), max_size=8))
def test_records_come_in_the_order_of_the_input(texts):
    items = [
        Drop(step="capture", reason="empty", origin=str(n))
        if text is None
        else Report(report_id=f"r{n}", content=text.encode(), media=Media.TEXT, origin=str(n))
        for n, text in enumerate(texts)
    ]
    records = [msgspec.json.decode(line, type=Record) for line in code_each(items, RULES)]
    assert [record.origin for record in records] == [str(n) for n in range(len(texts))]
    for record, item in zip(records, items, strict=True):
        assert (record.drop is None) == (record.document is not None)
        if isinstance(item, Drop):
            assert record.drop == item


@settings(max_examples=20, deadline=None)
@given(st.permutations(["Rebels attacked Ilsk.", "Troops shelled Ala.", "Police arrested Kasht."]))
def test_ids_do_not_depend_on_the_order_of_the_input(texts):
    def ids(order):
        found = {}
        for text in order:
            report = Report(
                report_id=text[:3], content=text.encode(), media=Media.TEXT, origin=text
            )
            (line,) = code_each([report], RULES)
            found[text] = [c.id for c in msgspec.json.decode(line, type=Record).claims]
        return found

    assert ids(texts) == ids(sorted(texts))
