"""What can go wrong in an engine, and what crosses processes of it.

In:   an error that was raised in a worker
Out:  one that can be sent, and that says where it came from

Known faults: none known.
"""

import pickle
import traceback

from sayso.base.errors import BugInSayso, SaysoError


class WorkerDiedError(SaysoError):
    """Worker processes end again and again without an answer (killed, or out of memory)."""


def that_can_be_sent(err: Exception) -> Exception:
    """The error itself, or one that tells of it where it cannot be pickled."""
    if not isinstance(err, SaysoError):
        err.add_note("in a worker process:\n" + traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(err))  # noqa: S301  our own bytes
    except Exception:
        return BugInSayso(f"{type(err).__name__}: {err}\n{traceback.format_exc()}")
    return err
