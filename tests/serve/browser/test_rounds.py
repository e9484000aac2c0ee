"""Second coding: rounds are listed, and agreement says why it cannot be told yet."""

from sayso.record.open import open_record
from sayso.record.rounds import make_round


def test_rounds_are_listed_with_their_agreement(visit, browsed_file):
    tab = visit("#/rounds")
    tab.get_by_text("No round was made yet.").wait_for()
    with open_record(browsed_file) as record:
        made = make_round(record, ["Ada", "Ben"], size=2, person="Eva", name="First fifty")
    tab.reload()
    tab.get_by_role("cell", name="First fifty").wait_for()
    assert tab.get_by_role("cell", name="Ada 0, Ben 0").is_visible()
    tab.get_by_role("link", name="Agreement").click()
    tab.wait_for_url(f"**/rounds/{made.id}")
    tab.get_by_role("heading", name="Agreement").wait_for()
    assert tab.get_by_role("rowheader").count() > 5
    assert "2 reports not coded by two yet" in tab.locator("main").inner_text()
