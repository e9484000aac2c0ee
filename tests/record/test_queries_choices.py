"""What a list offers is what choosing it shows, whatever is chosen of it now."""

from collections.abc import Iterator
from typing import Any

import looking
import pytest

from sayso.base.errors import ConfigError
from sayso.record.open import Record, open_record
from sayso.record.queries import CLAIMS, INCIDENTS, Filter
from sayso.record.queries.choices import choices

_BY = ("type", "country", "status", "outlet", "actor", "month")
_FIELD = {"outlet": "source"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: Any) -> Iterator[Record]:
    with open_record(tmp_path_factory.mktemp("choices") / "war.sayso", create=True) as record:
        looking.fill(record)
        yield record


def _filters(view: Any) -> list[Filter]:
    """Each list with a value chosen, alone and beside others."""
    first = {name: found[0].value for name, found in INCIDENTS.facets(view, Filter(), _BY).items()}
    one = [
        Filter(**{_FIELD.get(name, name): (first[name],)})
        for name in _BY
        if name != "month" and first[name]
    ]
    assert len(one) > 2
    return [
        Filter(),
        *one,
        Filter(type=(first["type"],), status=(first["status"],)),
        Filter(type=(first["type"],), actor=(first["actor"],), role="recipient"),
        Filter(type=(first["type"],), tellers=2),
    ]


def test_each_number_is_what_the_choice_shows(filled: Record) -> None:
    with filled.read() as view:
        for filter_ in _filters(view):
            found = choices(view, INCIDENTS, filter_, _BY)
            assert list(found) == list(_BY)
            for name in ("type", "country", "status", "actor"):
                for facet in found[name][:6]:
                    if not facet.value:
                        continue
                    rest = filter_.without("role") if name == "actor" else filter_
                    asked = {one: getattr(rest, one) for one in rest.asked}
                    chosen = Filter(**{**asked, name: (facet.value,)})
                    assert INCIDENTS.tally(view, chosen).match == facet.n, (filter_, facet)


def test_a_chosen_value_leaves_the_others_of_its_list(filled: Record) -> None:
    with filled.read() as view:
        for thing in (INCIDENTS, CLAIMS):
            all_types = choices(view, thing, Filter(), ["type"])
            assert len(all_types["type"]) > 1
            chosen = Filter(type=(all_types["type"][0].value,))
            assert choices(view, thing, chosen, ["type"]) == all_types
            # What is not chosen in a list of its own is counted with the filter.
            assert choices(view, thing, chosen, ["status"]) == thing.facets(
                view, chosen, ["status"]
            )


def test_days_leave_the_months_open(filled: Record) -> None:
    with filled.read() as view:
        months = choices(view, INCIDENTS, Filter(), ["month"])
        day = next(row.day_from for row in INCIDENTS.each(view, Filter()) if row.day_from)
        assert choices(view, INCIDENTS, Filter(from_day=day, to_day=day), ["month"]) == months


def test_what_cannot_be_counted_is_refused(filled: Record) -> None:
    with filled.read() as view, pytest.raises(ConfigError, match="cannot be counted by"):
        choices(view, INCIDENTS, Filter(), ["colour"])
