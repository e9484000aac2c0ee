"""Where the work runs: a pool gives what one process gives, and says when a worker dies."""

import pytest

from sayso.base.errors import BugInSayso, InputError
from sayso.base.nouns import Media, Report
from sayso.config import Settings
from sayso.engines import code_each
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


def test_text_is_kept_only_when_asked_for():
    tools = Tools(extractor=Extractor())
    (short,) = code_each([report()], Settings(), tools=tools)
    (full,) = code_each([report()], Settings(), tools=tools, keep_text=True)
    assert b"attacked" not in short
    assert b"attacked" in full
