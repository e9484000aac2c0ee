"""sayso: news reports to a conflict record that can be audited.

`sayso.code` gives the claims of a text, a file or a folder; the nouns that it returns and
the errors that it raises are here too. Everything else may move.
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
        SaysoError,
    )
    from sayso.base.nouns import Claim, Document, Drop, Report

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
    "InputError": "sayso.base.errors",
    "ModelError": "sayso.base.errors",
    "Report": "sayso.base.nouns",
    "SaysoError": "sayso.base.errors",
    "code": "sayso.api",
}

__all__ = [
    "AssetError",
    "BugInSayso",
    "Claim",
    "Claims",
    "ConfigError",
    "Document",
    "Drop",
    "InputError",
    "ModelError",
    "Report",
    "SaysoError",
    "__version__",
    "code",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415  20 ms that few need

        return version("sayso")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
