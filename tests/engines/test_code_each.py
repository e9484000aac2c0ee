"""Where the work runs: a pool gives what one process gives, and says when a worker dies."""

import io
import itertools
import json

import pytest

from sayso.base.errors import BugInSayso, InputError
from sayso.base.nouns import Media, Report
from sayso.config import Settings, with_choices
from sayso.engines import code_each
from sayso.engines.errors import that_can_be_sent
from sayso.job import Account, Job, run, summary
from sayso.pipeline import Tools, Totals, code_report


def report(text="Rebels attacked Ilsk.", origin="a.txt"):
    return Report(report_id="r-1", content=text.encode(), media=Media.TEXT, origin=origin)


class Extractor:
    """Stands in for a model; does what it is told."""

    made_by = "sayso test"

    def __init__(self, error=None):
        self.error = error

    def extract(self, doc, reading):
        if self.error:
            raise self.error
        return ()


def test_refused_report_becomes_a_drop_with_its_reason():
    tools = Tools(extractor=Extractor(InputError("too_hard", "no", step="extract")))
    coded = code_report(report(), tools)
    assert coded.document is None
    assert (coded.drop.step, coded.drop.reason, coded.drop.detail) == ("extract", "too_hard", "no")


def test_any_other_error_crashes_and_names_the_report():
    with pytest.raises(ZeroDivisionError) as caught:
        code_report(report(origin="news/a.txt"), Tools(extractor=Extractor(ZeroDivisionError())))
    assert "news/a.txt" in caught.value.__notes__[0]


def test_sums_that_do_not_agree_are_a_bug():
    totals = Totals()
    totals.add(2, None)
    totals.check(1)
    with pytest.raises(BugInSayso, match="2 reports received, 1 counted"):
        totals.check(2)


def test_reports_are_drawn_one_by_one_so_that_memory_does_not_grow_with_the_input():
    drawn = []

    def endless():
        for n in itertools.count():
            drawn.append(n)
            yield report(origin=str(n))

    records = code_each(endless(), Settings(), tools=Tools(extractor=Extractor()))
    list(itertools.islice(records, 5))
    assert len(drawn) == 5


def test_all_drops_are_counted_though_not_all_are_listed(monkeypatch):
    monkeypatch.setattr("sayso.job_account._MAX_LISTED", 3)
    out = io.BytesIO()
    job = Job(
        inputs=["-"],
        settings=with_choices(Settings(), extractor="rules"),
        output=None,
        stream=out,
        stdin=io.BytesIO(b'{"text": "It rained."}\n' + b"{\n" * 7),
    )
    account = Account()
    run(job, account)
    tree = json.loads(summary(job, account, version="0", seconds=1))
    assert (tree["dropped"], len(tree["drops"]), tree["drops_not_listed"]) == (7, 3, 4)


def test_account_holds_the_mentions_where_they_were_identified(story):
    class Fixed(Extractor):
        def extract(self, doc, reading):
            return story[1]

    def account_of(**more):
        account = Account()
        tools = Tools(extractor=Fixed(), **more)
        for line in code_each([report(), report()], Settings(), tools=tools):
            account.add(line)
        return account.totals.mentions

    assert account_of() == {}
    found = account_of(identify=lambda claims, doc: claims)
    assert found["actors_undecided"] == 2 * 4  # Rebels of two claims once a report
    assert found["places_undecided"] == 2
    assert found["actors_settled"] == found["places_partly"] == 0


def test_error_of_a_worker_reaches_the_parent_even_when_it_cannot_be_pickled():
    class OddError(Exception):
        pass

    sent = that_can_be_sent(OddError("odd"))
    assert isinstance(sent, BugInSayso)
    assert "OddError: odd" in str(sent)
    assert isinstance(that_can_be_sent(ValueError("x")), ValueError)


def test_text_is_kept_only_when_asked_for():
    tools = Tools(extractor=Extractor())
    (short,) = code_each([report()], Settings(), tools=tools)
    (full,) = code_each([report()], Settings(), tools=tools, keep_text=True)
    assert b"attacked" not in short
    assert b"attacked" in full
