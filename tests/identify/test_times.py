"""Dates of claims, as a user sees them: words and a report's day in, days out.

Strategy: one claim whose time is the phrase under test, in a sentence made for it; the days,
their precision and basis are looked at, never the readings in between.
"""

import datetime as dt

import pytest

from sayso.base.nouns import Claim, Document, Span, Time
from sayso.identify.times import date_claims

SUNDAY = dt.date(2014, 10, 5)


def dated(phrase, published=SUNDAY, *, text=None, status="asserted"):
    """The claim after dating; its time is the last place of the phrase in the text."""
    text = text or f"Rebels shelled the harbour {phrase}, the mayor said."
    start = text.rindex(phrase)
    trigger = Span(start=0, end=6, text=text[:6])
    claim = Claim(
        id="c",
        doc="d",
        kind="event",
        type="ASSAULT",
        trigger=trigger,
        evidence=Span(start=0, end=len(text), text=text),
        time=(Time(start=start, end=start + len(phrase), text=phrase),),
        status=status,
    )
    (out,) = date_claims((claim,), Document(report_id="d", text=text, published=published))
    return out


def days(phrase, published=SUNDAY, **more):
    time = dated(phrase, published, **more).time[0]
    return time.earliest and str(time.earliest), time.latest and str(time.latest), time.precision


@pytest.mark.parametrize(
    ("phrase", "first", "last", "precision"),
    [
        ("Saturday", "2014-10-04", "2014-10-04", "day"),
        ("on Saturday morning", "2014-10-04", "2014-10-04", "day"),
        ("Sunday", "2014-10-05", "2014-10-05", "day"),
        ("last Friday", "2014-10-03", "2014-10-03", "day"),
        ("Monday of last week", "2014-09-22", "2014-09-22", "day"),
        ("yesterday evening", "2014-10-04", "2014-10-04", "day"),
        ("the day before yesterday", "2014-10-03", "2014-10-03", "day"),
        ("overnight", "2014-10-04", "2014-10-05", "span"),
        ("on the 9th", "2014-09-09", "2014-09-09", "day"),
        ("on 10 October", "2013-10-10", "2013-10-10", "day"),
        ("Friday the 13th", "2014-06-13", "2014-06-13", "day"),
        ("on 29 February", "2012-02-29", "2012-02-29", "day"),
        ("last month", "2014-09-01", "2014-09-30", "month"),
        ("this week", "2014-09-29", "2014-10-05", "week"),
        ("earlier this year", "2014-01-01", "2014-10-05", "year"),
        ("over the weekend", "2014-10-04", "2014-10-05", "span"),
        ("the past two weeks", "2014-09-21", "2014-10-05", "span"),
        ("in the last 48 hours", "2014-10-03", "2014-10-05", "span"),
        ("three weeks ago", "2014-09-11", "2014-09-17", "week"),
        ("ten days ago", "2014-09-25", "2014-09-25", "day"),
        ("a year and a half ago", "2012-10-04", "2013-10-05", "year"),
        ("in recent days", None, "2014-10-05", "span"),
        ("more than a decade ago", None, "2009-10-05", "span"),
        ("since July", "2014-07-01", None, "month"),
        ("since late September", "2014-09-15", None, "month"),
        ("until Friday", None, "2014-10-03", "day"),
        ("before June", None, "2014-06-30", "month"),
        ("from 3 to 6 May", "2014-05-03", "2014-05-06", "span"),
        ("between 28 August and 2 September", "2014-08-28", "2014-09-02", "span"),
        ("since the siege began in May", "2014-05-01", None, "month"),
        ("during the week of 11 June", "2014-06-09", "2014-06-15", "week"),
        ("over the last year", "2013-10-05", "2014-10-05", "span"),
        ("before dawn on Friday", "2014-10-03", "2014-10-03", "day"),
        ("on the eve of Easter", "2014-04-19", "2014-04-19", "day"),
        ("around 3 May", "2014-04-30", "2014-05-06", "week"),
        ("in the two weeks before 15 May", "2014-04-28", "2014-05-15", "span"),
        ("last summer", "2014-06-01", "2014-09-22", "season"),
        ("during Ramadan", "2014-06-27", "2014-07-28", "span"),
        ("two days after Saturday's raid", "2014-10-06", "2014-10-06", "day"),
    ],
)
def test_relative(phrase, first, last, precision):
    assert days(phrase) == (first, last, precision)
    assert dated(phrase).time[0].basis == "relative"
    # Without the report's day the phrase stays a phrase.
    undated = dated(phrase, None)
    assert (undated.time[0].earliest, undated.time[0].latest, undated.when) == (None, None, None)
    assert undated.time[0].precision is None


@pytest.mark.parametrize(
    ("phrase", "first", "last", "precision"),
    [
        ("on 4 October 2014", "2014-10-04", "2014-10-04", "day"),
        ("on Oct. 4, 2014", "2014-10-04", "2014-10-04", "day"),
        ("on Saturday, October 4, 2014", "2014-10-04", "2014-10-04", "day"),
        ("2014-10-04", "2014-10-04", "2014-10-04", "day"),
        ("20 Aug 88", "1988-08-20", "1988-08-20", "day"),
        ("13/4/2014", "2014-04-13", "2014-04-13", "day"),
        ("3/4/2014", "2014-03-04", "2014-04-03", "span"),  # March or April: both
        ("in March 2011", "2011-03-01", "2011-03-31", "month"),
        ("March 2011", "2011-03-01", "2011-03-31", "month"),
        ("2007-8", "2007-01-01", "2008-12-31", "span"),
        ("today (4 October 2014)", "2014-10-04", "2014-10-04", "day"),
        ("in mid-March 2011", "2011-03-08", "2011-03-24", "month"),
        ("1988-89", "1988-01-01", "1989-12-31", "span"),
        ("from March to June 2013", "2013-03-01", "2013-06-30", "span"),
        ("the 2001 invasion", "2001-01-01", "2001-12-31", "year"),
        ("since the 2003 war", "2003-01-01", None, "year"),
        ("in the 1990s", "1990-01-01", "1999-12-31", "decade"),
        ("the end of 1994", "1994-07-02", "1994-12-31", "year"),
        ("in the third quarter of 2012", "2012-07-01", "2012-09-30", "span"),
        ("Ramadan 2013", "2013-07-08", "2013-08-08", "span"),
        ("after 9/11", "2001-09-11", None, "day"),
    ],
)
def test_stated(phrase, first, last, precision):
    for published in (SUNDAY, None):
        assert days(phrase, published) == (first, last, precision)
        when = dated(phrase, published).when
        assert when is not None
        assert when.basis == "stated"


@pytest.mark.parametrize(
    "phrase",
    [
        "two days later",
        "that day",
        "two days after the raid",
        "for two weeks",
        "daily",
        "now",
        "at dawn",
        "during Eid",
        "the 27-year-old",
        "",
        "soon",
    ],
)
def test_undecided(phrase):
    claim = dated(phrase, text=f"Rebels shelled the harbour {phrase}")
    assert claim.time[0].precision is None
    assert claim.time[0].earliest is claim.time[0].latest is None
    assert claim.when is not None
    assert (claim.when.earliest, claim.when.basis) == (SUNDAY, "report_date")


def test_a_future_claim_looks_ahead():
    assert days("on Saturday", status="future")[0] == "2014-10-11"
    assert days("in November", status="future") == ("2014-11-01", "2014-11-30", "month")
    assert days("on the 9th", status="future")[0] == "2014-10-09"
    assert days("in November") == ("2013-11-01", "2013-11-30", "month")


def test_next_friday_may_be_this_weeks_or_next_weeks():
    tuesday = dt.date(2014, 10, 7)
    assert days("next Friday", tuesday, status="future") == ("2014-10-10", "2014-10-17", "span")


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("two days later", ("2014-09-05", "2014-09-05", "day")),
        ("the next day", ("2014-09-04", "2014-09-04", "day")),
        ("the same day", ("2014-09-03", "2014-09-03", "day")),
        ("the following week", ("2014-09-08", "2014-09-14", "week")),
        ("since then", ("2014-09-03", None, "span")),
        ("a month earlier", ("2014-07-19", "2014-08-18", "month")),
    ],
)
def test_counted_from_another_day_of_the_report(phrase, expected):
    text = f"The truce began on 3 September. Rebels broke it {phrase}."
    assert days(phrase, text=text) == expected
    assert dated(phrase, text=text).when.basis == "relative"


def test_counted_from_a_month_is_no_more_precise_than_the_month():
    text = "The truce began in August 2014. Rebels broke it two days later."
    assert days("two days later", text=text) == ("2014-08-03", "2014-09-02", "span")


def test_an_hour_is_not_counted_from_a_week():
    text = "The truce took effect last week. Rebels broke it an hour earlier."
    assert days("an hour earlier", text=text) == (None, None, None)


def test_since_may_stand_before_the_mention():
    text = "Rebels have held the harbour since July, the mayor said."
    assert days("July", text=text) == ("2014-07-01", None, "month")


def test_the_dateline_is_the_day_that_today_means():
    text = "HARBOUR CITY, Oct 3 (Example Agency) -- Rebels shelled the port today."
    assert days("today", text=text)[0] == "2014-10-03"
    full = "HARBOUR CITY, Oct 3, 2014 (Example Agency) -- Rebels shelled the port today."
    assert days("today", None, text=full)[0] == "2014-10-03"
    # A day without a year cannot be placed without the report's own.
    assert days("today", None, text=text) == (None, None, None)


@pytest.mark.parametrize(
    ("land", "expected"),
    [
        ("Norway", ("2014-06-01", "2014-09-22", "season")),
        ("Mozambique", ("2013-12-01", "2014-09-22", "span")),  # undecided: both summers
    ],
)
def test_a_season_has_a_hemisphere(land, expected):
    text = f"Rebels crossed from {land} last summer."
    assert days("last summer", text=text) == expected


def times(*phrases):
    text = "Rebels shelled it " + " ; ".join(phrases)
    made = tuple(Time(start=text.index(p), end=text.index(p) + len(p), text=p) for p in phrases)
    trigger = Span(start=7, end=14, text="shelled")
    evidence = Span(start=0, end=len(text), text=text)
    claim = Claim(
        id="c", doc="d", kind="event", type="ASSAULT", trigger=trigger, evidence=evidence, time=made
    )
    (out,) = date_claims((claim,), Document(report_id="d", text=text, published=SUNDAY))
    return out.when


def test_when_is_the_narrowest_of_several_times():
    when = times("last month", "on 9 September", "at dawn")
    assert (str(when.earliest), str(when.latest), when.precision) == (
        "2014-09-09",
        "2014-09-09",
        "day",
    )


def test_times_that_do_not_meet_are_all_kept():
    when = times("on 3 September", "in July")
    assert (str(when.earliest), str(when.latest), when.precision) == (
        "2014-07-01",
        "2014-09-03",
        "span",
    )


def test_a_claim_without_time_has_the_reports_day_and_says_so():
    text = "Rebels shelled the harbour."
    span = Span(start=0, end=len(text), text=text)
    claim = Claim(id="c", doc="d", kind="event", type="ASSAULT", trigger=span, evidence=span)
    (out,) = date_claims((claim,), Document(report_id="d", text=text, published=SUNDAY))
    assert out.when.basis == "report_date"
    (out,) = date_claims((claim,), Document(report_id="d", text=text))
    assert out.when is None


def test_dating_twice_changes_nothing():
    once = dated("last month")
    doc = Document(report_id="d", text=once.evidence.text, published=SUNDAY)
    assert date_claims((once,), doc) == (once,)


@pytest.mark.parametrize(
    ("text", "phrase", "day"),
    [
        ("Dovan is due to fly to Ruvenia on Thursday.", "on Thursday", dt.date(2023, 5, 11)),
        ("The truce was agreed on Thursday.", "on Thursday", dt.date(2023, 5, 4)),
    ],
)
def test_a_sentence_that_tells_of_plans_looks_ahead(text, phrase, day):
    start = text.index(phrase)
    time = Time(start=start, end=start + len(phrase), text=phrase)
    whole = Span(start=0, end=len(text), text=text)
    claim = Claim(
        id="c", doc="r", kind="event", type="AGREE", trigger=whole, evidence=whole, time=(time,)
    )
    doc = Document(report_id="r", text=text, published=dt.date(2023, 5, 8))
    ((dated,),) = [c.time for c in date_claims((claim,), doc)]
    assert (dated.earliest, dated.latest) == (day, day)
