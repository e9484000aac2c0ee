"""Fixtures of releases: a town to guard, and a release of a record in one call."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from guarded_town import add, attack_report, copied, joined, later_report, rules

from sayso.record.open import Record, open_record
from sayso.record.release.kept import Settings
from sayso.record.release.make import Drawn, release


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "town.sayso", create=True) as made:
        add(made, attack_report("ilsk-1", "Hill Radio"), attack_report("r-2", "The Courier"))
        add(made, later_report())
        joined(made)
        copied(made, "r-2", "ilsk-1")
        yield made


@pytest.fixture
def released(tmp_path: Path) -> Callable[..., tuple[Path, Drawn]]:
    """Make a release of a record; rules as TOML has them."""

    def make(record: Record, name: str, *harm: dict[str, Any], **more: Any) -> tuple[Path, Drawn]:
        target = tmp_path / "releases" / name
        settings = Settings(file=rules(*harm, **more.pop("about", {})), **more)
        drawn = release(record, name, target, settings, without_rules=not harm)
        return target, drawn

    return make
