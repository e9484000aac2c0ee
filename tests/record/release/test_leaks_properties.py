"""Whatever is withheld, by whichever rule, of whichever joining: it stands in no file."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from guarded_town import add, attack_report, later_report, leaks, rules
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joined_by_hand import claims_of, incident, join, relation

from sayso.record.open import Record, open_record
from sayso.record.release.kept import Settings
from sayso.record.release.make import release

# What is to be withheld, and every way in which the reports say it.
SECRETS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "place": ({"match": {"place": ["Ilsk"]}, "place": "admin1"}, ("ilsk", "900001", "43.1")),
    "country": ({"match": {"place": ["Ilsk"]}, "place": "country"}, ("ilsk", "900001", "43.1")),
    "source": ({"match": {"source": ["Kerr"]}, "drop": ["source"]}, ("kerr",)),
    "outlet": ({"match": {"source": ["Hill Radio"]}, "drop": ["outlet"]}, ("hill radio",)),
    "gone": ({"match": {"text": ["Ilsk"]}, "leave_out": True}, ("ilsk", "amina", "900001")),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> Path:
    """A record with the claims of the town, not joined."""
    path = tmp_path_factory.mktemp("town") / "town.sayso"
    with open_record(path, create=True) as made:
        add(made, attack_report("ilsk-1", "Hill Radio"), attack_report("r-2", "The Courier"))
        add(made, later_report())
    return path


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.data(),
    names=st.lists(st.sampled_from(sorted(SECRETS)), min_size=1, max_size=3, unique=True),
)
def test_what_is_withheld_stands_nowhere(told, tmp_path, data, names):
    evidence, earlier = data.draw(st.sampled_from(["drop", "cut"])), data.draw(st.booleans())
    folder = tmp_path / "case"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(told, folder / "town.sayso")
    harm = [SECRETS[name][0] | {"evidence": evidence} for name in names]
    with open_record(folder / "town.sayso") as record:
        if earlier:
            _join(record, data)
            release(record, "whole", folder / "whole", Settings())
        _join(record, data)
        release(record, "guarded", folder / "guarded", Settings(file=rules(*harm)))
    words = {word for name in names for word in SECRETS[name][1]}
    assert leaks(folder / "guarded", *words) == []


def _join(record: Record, data: st.DataObject) -> None:
    """Any event claims into any incidents, any relation claims into any relations."""
    claims = sorted(claims_of(record).values(), key=lambda c: c.id)
    groups: dict[str, list[Any]] = {}
    for claim in claims:
        n = data.draw(st.integers(0, 3))
        groups.setdefault(f"{'i' if claim.kind == 'event' else 'rel'}-{n}", []).append(claim)
    join(
        record,
        incidents=[incident(i, own) for i, own in groups.items() if i.startswith("i-")],
        relations=[relation(i, own) for i, own in groups.items() if i.startswith("rel-")],
    )
