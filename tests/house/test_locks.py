"""The locks: every dependency is in them, with hashes, and no registry is named."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = sorted([*ROOT.glob("*.lock"), ROOT / "benchmarks" / "requirements.lock"])
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.M)


def _pins(name):
    found = {}
    for package, version in _PIN.findall((ROOT / name).read_text("utf-8")):
        found.setdefault(canonicalize_name(package), []).append(version)
    return found


def _missing(requirements, pins):
    wanted = [Requirement(line) for line in requirements]
    return [
        str(need)
        for need in wanted
        if not any(need.specifier.contains(v) for v in pins.get(canonicalize_name(need.name), []))
    ]


def test_the_locks_hold_all_that_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert _missing(project["dependencies"], _pins("requirements.lock")) == [], "make lock"
    dev = project["dependencies"] + project["optional-dependencies"]["dev"]
    assert _missing(dev, _pins("requirements-dev.lock")) == [], "make lock"


def test_tests_run_on_the_versions_that_users_get():
    runtime, dev = _pins("requirements.lock"), _pins("requirements-dev.lock")
    assert {name: dev.get(name) for name in runtime} == runtime


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_pin_has_a_hash_and_no_host_is_named(path):
    text = path.read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    unhashed = [b.splitlines()[0] for b in blocks if _PIN.match(b) and "--hash=sha256:" not in b]
    assert unhashed == []
