"""sayso: news reports to a conflict record that can be audited.

`sayso.code` gives the claims of a text, a file or a folder; `sayso.open` opens a record for
looking, `sayso.export` writes it in a format that others read. The nouns that they return and the
errors that they raise are here too. Everything else may move.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.api import Claims, code
    from sayso.base.errors import (
        AssetError,
        BugInSayso,
        ConfigError,
        InputError,
        ModelError,
        RecordError,
        SaysoError,
    )
    from sayso.base.joined import Incident, Relation
    from sayso.base.nouns import Claim, Document, Drop, Report
    from sayso.formats.from_python import export
    from sayso.record.opened import Looked, Opened
    from sayso.record.opened import open as open  # noqa: A004  re-exported

    __version__: str

# Loaded when first asked for, so that `sayso --help` does not wait for what it does not use.
_HOMES = {
    "AssetError": "sayso.base.errors",
    "BugInSayso": "sayso.base.errors",
    "Claim": "sayso.base.nouns",
    "Claims": "sayso.api",
    "ConfigError": "sayso.base.errors",
    "Document": "sayso.base.nouns",
    "Drop": "sayso.base.nouns",
    "Incident": "sayso.base.joined",
    "InputError": "sayso.base.errors",
    "Looked": "sayso.record.opened",
    "ModelError": "sayso.base.errors",
    "Opened": "sayso.record.opened",
    "RecordError": "sayso.base.errors",
    "Relation": "sayso.base.joined",
    "Report": "sayso.base.nouns",
    "SaysoError": "sayso.base.errors",
    "code": "sayso.api",
    "export": "sayso.formats.from_python",
    "open": "sayso.record.opened",
}

# Not "open": after `from sayso import *` it would stand before Python's own.

__all__ = [
    "AssetError",
    "BugInSayso",
    "Claim",
    "Claims",
    "ConfigError",
    "Document",
    "Drop",
    "Incident",
    "InputError",
    "Looked",
    "ModelError",
    "Opened",
    "RecordError",
    "Relation",
    "Report",
    "SaysoError",
    "__version__",
    "code",
    "export",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415  20 ms that few need

        return version("sayso")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_HOMES})
