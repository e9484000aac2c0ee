"""The account that a run ends with."""

import io

import pytest
from rich.console import Console

from sayso.closing import account_view, print_trimmed
from sayso.job import Account


@pytest.fixture
def printed():
    def show(account):
        console = Console(file=io.StringIO(), width=100, highlight=False)
        print_trimmed(console, account_view(account, seconds=1.0, target="x.csv"))
        return " ".join(console.file.getvalue().split())

    return show


def test_mentions_are_told_by_kind_and_add_up(printed):
    account = Account()
    for _ in range(2):
        account.totals.add(
            3,
            None,
            {
                "actors_settled": 600, "actors_new": 2, "actors_undecided": 5,
                "places_settled": 0, "places_partly": 1, "places_undecided": 4,
            },
        )  # fmt: skip
    text = printed(account)
    assert "actors 1,214 1,200 settled, 4 with a name that nobody knows yet, 10 undecided" in text
    assert "places 10 2 settled in part, 8 undecided" in text


def test_without_identification_nothing_is_said_of_mentions(printed):
    account = Account()
    account.totals.add(3, None)
    text = printed(account)
    assert "actors" not in text
    assert "places" not in text
