"""Errors in three loudnesses: crash, drop with a counted reason, undecided.

1. *Crash* (`ConfigError`, `AssetError`, `ModelError`, `RecordError`, `BugInSayso`): going on would
   write something wrong. The command prints the message and stops.
2. *Drop* (`InputError`): one report is bad. The pipeline catches this class alone and
   adds a `Drop`; what came in = what went out + what was dropped.
3. *Undecided*: no error at all. The value is None, "" or ().
"""


class SaysoError(Exception):
    """Base of all errors that sayso raises on purpose."""


class ConfigError(SaysoError):
    """Settings or arguments are wrong; nothing was run."""


class MissingError(ConfigError):
    """The record has nothing of this id."""


class AssetError(SaysoError):
    """A reviewed text file of sayso (ontology, word list) is wrong; names file and place."""


class ModelError(SaysoError):
    """The model is missing, damaged, or does not fit its manifest."""


class RecordError(SaysoError):
    """The record cannot go on: locked for too long, disk full, damaged. What is done is kept."""


class BugInSayso(SaysoError):  # noqa: N818  the name is the message
    """An invariant of ours is broken; please report."""


class InputError(SaysoError):
    """One report cannot be coded.

    Args:
        reason: short stable snake_case code, counted in the closing table.
        detail: what was found, for people.
        step: the stage that refused, e.g. "capture".
    """

    def __init__(self, reason: str, detail: str = "", *, step: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
        self.step = step
