"""What is installed, and whether it works.

In:   this machine
Out:  findings: what was looked at, how it stands, in words

Method: each check does the thing itself (loads the ontology, draws a claim) instead of
asking whether it could. A check that fails says what would help.
Known faults: none known.
"""

import os
import platform
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Literal

from rich.table import Table
from rich.text import Text

from sayso.base.errors import SaysoError

State = Literal["works", "missing", "broken"]

_FOR_MAKERS = ("dev", "train")  # extras that nobody needs who only uses sayso

# An invented sentence with one plain claim in it, which both extractors must find.
_TRIAL = "Rebels attacked the town of Ilsk on Monday, police said."
_TRIAL_TYPE = "ASSAULT"

_STATES: dict[State, tuple[str, str]] = {
    "works": ("ok", "green"),
    "missing": ("not installed", "yellow"),
    "broken": ("BROKEN", "bold red"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. "missing" is for what sayso can do without."""

    what: str
    state: State
    words: str


def examine() -> list[Finding]:
    """Look at everything; no check stops the others."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("sayso", _version),
        ("python", _python),
        ("ontology", _ontology),
        ("rules", lambda: _trial("rules")),
        ("model", lambda: _trial("model")),
        ("terminal", _terminal),
    ]
    return [*(_try(what, check) for what, check in checks), *_packages()]


def findings_view(findings: list[Finding]) -> Table:
    """The findings, a line each."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        state, style = _STATES[finding.state]
        table.add_row(finding.what, Text(state, style=style), Text(finding.words))
    return table


def _try(what: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(what, "works", check())
    except SaysoError as err:
        return Finding(what, "broken", str(err))
    except Exception as err:  # a doctor reports every fault, also of other people's code
        return Finding(what, "broken", f"{type(err).__name__}: {err}")


def _version() -> str:
    return metadata.version("sayso")


def _python() -> str:
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{platform.python_version()} on {machine}"


def _ontology() -> str:
    from sayso.base import ontology  # noqa: PLC0415  see _trial

    return f"{len(ontology.load().types)} types of claim"


def _trial(extractor: Literal["rules", "model"]) -> str:
    """Draw a claim from the trial sentence, the whole way."""
    from sayso.api import code  # noqa: PLC0415  a part that cannot be loaded is a finding

    claims = code(_TRIAL, extractor=extractor, outlet="Trial", date="2024-05-01")
    if not any(claim.type == _TRIAL_TYPE for claim in claims):
        found = ", ".join(claim.type for claim in claims) or "nothing"
        raise SaysoError(f"no {_TRIAL_TYPE} in “{_TRIAL}”, but {found}")
    claim = next(claim for claim in claims if claim.type == _TRIAL_TYPE)
    return f"{claim.made_by}: found {claim.type} “{claim.trigger.text}” in a trial sentence"


def _terminal() -> str:
    size = shutil.get_terminal_size()
    encoding = sys.stdout.encoding or "unknown"
    kind = f"terminal, {size.columns} columns" if sys.stdout.isatty() else "no terminal (a pipe)"
    colour = "no colour (NO_COLOR)" if os.environ.get("NO_COLOR") else "colour"
    return f"{kind}, {encoding}, {colour}"


def _packages() -> Iterator[Finding]:
    """Each package that sayso names, with its version; one of an extra may be missing."""
    from packaging.requirements import Requirement  # noqa: PLC0415  see _trial

    seen: set[str] = set()  # an extra may name a package again
    for line in metadata.requires("sayso") or []:
        required = Requirement(line)
        named = re.search(r"""extra == ["'](\w+)""", str(required.marker or ""))
        extra = named[1] if named else ""
        if extra in _FOR_MAKERS or required.name in seen:
            continue
        seen.add(required.name)
        try:
            found = metadata.version(required.name)
        except metadata.PackageNotFoundError:
            state: State = "missing" if extra else "broken"
            wanted = f"sayso[{extra}]" if extra else line.split(";")[0].strip()
            yield Finding(required.name, state, f"pip install '{wanted}'")
            continue
        fits = required.specifier.contains(found, prereleases=True)
        words = found if fits else f"{found}, but {required.specifier} is needed"
        yield Finding(required.name, "works" if fits else "broken", words)
