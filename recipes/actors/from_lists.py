"""Make roster rows from the published lists of conflict actors.

In:   a folder with the UCDP Actor Dataset and the Phoenix dictionaries, and the roster
Out:  the roster, rewritten: rows written by hand stay, rows of the lists are made anew

Method: README.md says which facts are taken and how; `ucdp` and `phoenix` hold the rules.
Known faults: an id made from a name changes when the list changes the name.
"""

import argparse
from pathlib import Path

from phoenix import add_groups, add_nouns, add_people
from rows import Row, by_hand, read, write
from ucdp import add_ucdp


def main() -> None:
    """Rewrite the roster from a folder with the lists."""
    parser = argparse.ArgumentParser(description="Make roster rows from published lists.")
    parser.add_argument("lists", type=Path, help="folder with the published lists")
    lists = parser.parse_args().lists
    states = read("states.csv")
    groups, ties = by_hand(read("groups.csv")), by_hand(read("ties.csv"))
    people, roles = by_hand(read("people.csv")), by_hand(read("roles.csv"))
    nouns = by_hand(read("generics.csv"))
    told = add_ucdp(lists, groups, read("organisations.csv"), states)
    add_groups(lists, groups, states)
    add_people(lists, people, roles, {s["iso3"] for s in states})
    add_nouns(lists, nouns)
    write("groups.csv", groups, "id")
    write("ties.csv", _merged(ties, told), "actor", "tie", "other")
    write("people.csv", people, "id")
    write("roles.csv", roles, "person", "from")
    write("generics.csv", nouns, "noun")


def _merged(mine: list[Row], told: list[Row]) -> list[Row]:
    """Ties by hand, which have days, before the same ties of the lists."""
    found: dict[tuple[str, str, str], Row] = {}
    for tie in mine + told:
        found.setdefault((tie["actor"], tie["tie"], tie["other"]), tie)
    return list(found.values())


if __name__ == "__main__":
    main()
