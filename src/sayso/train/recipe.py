"""A recipe: what a model is trained from, and how. Read from `recipe.toml`.

In:   a TOML file
Out:  `Recipe`, checked; unknown keys and wrong values are refused
"""

from pathlib import Path
from typing import Annotated

import msgspec

from sayso.base.errors import ConfigError

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Positive = Annotated[float, msgspec.Meta(gt=0)]
Whole = Annotated[int, msgspec.Meta(ge=1)]


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Base(_Part, kw_only=True, frozen=True):
    """Where the base weights come from: a package, two files in it, the hash of the weights."""

    package: str
    weights: str
    tokenizer: str
    sha256: str


class Data(_Part, kw_only=True, frozen=True):
    """Annotated folders under the data folder, and how often documents are read an epoch."""

    train: tuple[str, ...]
    dev: str
    unseen: tuple[str, ...]
    repeat: dict[str, Whole] = {}


class Fit(_Part, kw_only=True, frozen=True):
    """How to fit. The figures behind the choices are in `docs/log.md`.

    Attributes:
        epochs: times that all examples are read.
        batch: sentences a step.
        rate: step size at the top of the encoder; heads take five times this.
        decay_per_layer: factor from each layer to the one below it.
        weight_decay: of AdamW.
        warm: share of the steps in which the step size rises.
        average: how much of the running average of the weights each step keeps.
        positive: weight of a piece that triggers against one that does not.
        mask: share of word pieces hidden, against learning names by heart.
        threads: most threads to use; fewer are used while the machine is busy.
    """

    epochs: Whole
    batch: Whole
    rate: Positive
    decay_per_layer: Share
    weight_decay: Share
    warm: Share
    average: Share
    positive: Positive
    mask: Share
    threads: Whole


class Finish(_Part, kw_only=True, frozen=True):
    """A short second fit on a part of the examples, from the averaged weights of the first.

    Attributes:
        leave_out: first letters of the ids of documents that it does not read.
        epochs, rate, average: as in `Fit`, in place of the first fit's.
    """

    leave_out: tuple[str, ...]
    epochs: Whole
    rate: Positive
    average: Share


class Recipe(_Part, kw_only=True, frozen=True):
    """The whole recipe."""

    name: str
    seed: int
    base: Base
    data: Data
    fit: Fit
    finish: Finish | None = None


def read_recipe(path: Path) -> Recipe:
    """Read a recipe.

    Raises:
        ConfigError: the file cannot be read or does not fit; names file and key.
    """
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Recipe)
    except OSError as err:
        raise ConfigError(f"{path}: cannot be read ({err.strerror})") from err
    except msgspec.DecodeError as err:
        raise ConfigError(f"{path}: {err}") from err
