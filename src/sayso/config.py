"""Settings: one frozen tree, read from an optional `sayso.toml`.

In:   a TOML file, or nothing
Out:  `Settings`, one struct per stage that has something to set

Method: unknown keys and wrong values are refused, with the file and the key named, so
that a slip of the pen never runs with a default in its place. The tree is passed by
hand; nothing below the command reads files, the environment or the clock for settings.
`Settings.digest` covers what can change a claim, not how fast it is made.
Known faults: only the first wrong value is named, though every unknown key is.
"""

import datetime as dt
import difflib
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from sayso.base.errors import ConfigError
from sayso.base.ids import digest

ExtractorName = Literal["model", "rules"]
EngineName = Literal["auto", "local", "pool", "ray"]

FILE_NAME = "sayso.toml"


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class CleanSettings(_Section, kw_only=True, frozen=True):
    """Cleaning.

    Attributes:
        date: publication day given by the user to every report; None when not given.
    """

    date: dt.date | None = None


class ExtractSettings(_Section, kw_only=True, frozen=True):
    """Extraction.

    Attributes:
        extractor: "model" (the shipped model) or "rules" (word rules: small and fast,
            the floor to compare with).
        min_score: claims with a lower score are left out. 0 keeps all that the
            extractor returns; the model has its own threshold, measured when trained.
    """

    extractor: ExtractorName = "model"
    min_score: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0


class IdentifySettings(_Section, kw_only=True, frozen=True):
    """Identification.

    Attributes:
        names: settle which actors and places are meant. Costs about a third of the coding;
            the index of places is built at the first use.
    """

    names: bool = False


class RunSettings(_Section, kw_only=True, frozen=True):
    """How the work is spread. Changes no claim, so it is not part of the digest.

    Attributes:
        jobs: workers.
        engine: where they run: "local" (this process), "pool" (processes of this machine), "ray"
            (a cluster, or this machine); "auto" is local for one worker and pool for more.
    """

    # 4,096: more would wait for the one process that reads the input (docs/scale.md).
    jobs: Annotated[int, msgspec.Meta(ge=1, le=4096)] = 1
    engine: EngineName = "auto"


class Settings(_Section, kw_only=True, frozen=True):
    """The whole tree."""

    clean: CleanSettings = CleanSettings()
    extract: ExtractSettings = ExtractSettings()
    identify: IdentifySettings = IdentifySettings()
    run: RunSettings = RunSettings()

    def digest(self) -> str:
        """Hash what can change a claim (16 characters).

        >>> Settings().digest() == Settings(run=RunSettings(jobs=4)).digest()
        True
        """
        return digest(msgspec.json.encode((self.clean, self.extract, self.identify)))

    def undated(self) -> "Settings":
        """Without the day that the user gave: where it goes with each report instead."""
        return msgspec.structs.replace(self, clean=CleanSettings())


def read_settings(path: Path) -> Settings:
    """Read settings from a TOML file.

    Raises:
        ConfigError: the file cannot be read, is not TOML, has a key that is not known,
            or a value that does not fit; the message names the file and the key.
    """
    try:
        with path.open("rb") as file:
            tree = tomllib.load(file)
    except OSError as err:
        raise ConfigError(f"{path}: cannot be read ({err.strerror})") from err
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise ConfigError(f"{path}: not valid TOML: {err}") from err
    return settings_from(tree, where=str(path))


def settings_from(tree: dict[str, Any], *, where: str) -> Settings:
    """Build settings from plain dicts, as TOML gives them; `where` opens every message.

    >>> settings_from({"run": {"job": 2}}, where="sayso.toml")
    Traceback (most recent call last):
    ...
    sayso.base.errors.ConfigError: sayso.toml: unknown key "run.job"; did you mean "run.jobs"?
    """
    unknown = _unknown_keys(tree)
    if unknown:
        raise ConfigError("; ".join(f"{where}: {text}" for text in unknown))
    try:
        return msgspec.convert(tree, Settings)
    except msgspec.ValidationError as err:
        what, _, at = str(err).partition(" - at `$.")
        key = at.rstrip("`")
        raise ConfigError(f'{where}: key "{key}": {what[:1].lower()}{what[1:]}') from err


def with_choices(
    settings: Settings,
    *,
    date: dt.date | None = None,
    extractor: ExtractorName | None = None,
    identify: bool | None = None,
    jobs: int | None = None,
    engine: EngineName | None = None,
) -> Settings:
    """Lay what the user chose for this run over the settings; None leaves them as they are."""
    tree = msgspec.to_builtins(settings, builtin_types=(dt.date,))
    for section, key, value in (
        ("clean", "date", date),
        ("extract", "extractor", extractor),
        ("identify", "names", identify),
        ("run", "jobs", jobs),
        ("run", "engine", engine),
    ):
        if value is not None:
            tree[section][key] = value
    return settings_from(tree, where="arguments")


def _unknown_keys(tree: dict[str, Any]) -> list[str]:
    known = {f.name: msgspec.structs.fields(f.type) for f in msgspec.structs.fields(Settings)}
    flat = sorted(f"{section}.{f.name}" for section, fields in known.items() for f in fields)
    found: list[str] = []
    for section, inner in tree.items():
        if section not in known:
            found.append(_unknown(section, sorted(known)))
        elif isinstance(inner, dict):
            names = {f.name for f in known[section]}
            found += [_unknown(f"{section}.{key}", flat) for key in inner if key not in names]
    return found


def _unknown(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key, known, n=1)
    hint = f'did you mean "{close[0]}"?' if close else f"known keys: {', '.join(known)}"
    return f'unknown key "{key}"; {hint}'
