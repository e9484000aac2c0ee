"""What holds for any text: nothing raises, ends are in order, the same in gives the same out."""

import datetime as dt
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.base.nouns import Claim, Document, Span, Time
from sayso.identify.times import date_claims
from sayso.identify.times_find import find
from sayso.identify.times_timex import annotate
from sayso.identify.times_words import tables

MORE = """
the a of on in and to from since until before after ago later earlier early late mid past
that same day half ago's - – , . / : ' 0 1 9 12 31 31st 99 1988 2014 9999 10000 1,000 2.5
'80s 1990s 2014-10-04 3/4/2014 99/99/99 25:61 10:30 p.m. Ramadan Easter summer today
overnight weekend every 1/0 1/2 century quarter Monday May March next
"""
WORDS = st.sampled_from(
    [
        *tables().months,
        *tables().weekdays,
        *tables().numbers,
        *tables().units,
        *tables().near,
        *tables().ordinals,
        *MORE.split(),
    ]
)
PHRASES = st.one_of(
    st.lists(WORDS, max_size=9).map(" ".join),
    st.lists(WORDS.map(str.capitalize), max_size=9).map(" ".join),
    st.text(max_size=60),
)
DAYS = st.one_of(st.none(), st.dates(), st.sampled_from([dt.date.min, dt.date.max]))


def claims_of(text, status):
    times = tuple(
        Time(start=start, end=end, text=text[start:end])
        for start, end in ((0, len(text)), (len(text) // 2, len(text)), (0, len(text) // 2))
    )
    span = Span(start=0, end=len(text), text=text)
    return tuple(
        Claim(
            id=str(i),
            doc="d",
            kind="event",
            type="ASSAULT",
            trigger=span,
            evidence=span,
            time=times[: i + 1],
            status=status,
        )
        for i in range(3)
    )


@given(PHRASES, DAYS, st.sampled_from(["asserted", "future", "hypothetical", "negated"]))
@settings(max_examples=400, deadline=None)
def test_any_text_is_dated_or_left(text, published, status):
    doc = Document(report_id="d", text=text, published=published)
    claims = claims_of(text, status)
    out = date_claims(claims, doc)
    assert out == date_claims(claims, doc)
    assert [claim.id for claim in out] == [claim.id for claim in claims]
    for before, claim in zip(claims, out, strict=True):
        assert [(t.start, t.end, t.text) for t in claim.time] == [
            (t.start, t.end, t.text) for t in before.time
        ]
        for held in (*claim.time, claim.when):
            if held is None:
                continue
            if held.earliest and held.latest:
                assert held.earliest <= held.latest
            # Days, precision and basis come together or not at all.
            known = held.earliest is not None or held.latest is not None
            assert known == (held.precision is not None) == (held.basis is not None)
            if held.precision == "day" and held.earliest and held.latest:
                assert held.earliest == held.latest
        if published is None and claim.when is not None:
            assert claim.when.basis != "report_date"


@given(PHRASES, DAYS)
@settings(max_examples=300, deadline=None)
def test_times_of_a_text_lie_in_it_and_apart(text, day):
    found = find(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert annotate(text, day) == annotate(text, day)
