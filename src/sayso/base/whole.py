"""A file or folder that appears at its name only when it is whole.

In:   the path it shall have
Out:  a hidden path beside it to write to; moved to the name at the end, or removed

What a killed run leaves behind is the hidden path, which the next run for the same name takes
away.
Known faults: whether a run that left a hidden path still lives is told by its process number,
which says nothing when the folder is shared between machines.
"""

import glob
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def hidden_beside(target: Path) -> Path:
    """A hidden path in the target's folder, this process's own.

    What runs for the same target that live no more left there is removed; what one of them had
    just moved away from the target is moved back.

    Raises:
        OSError: the folder cannot be read or written to.
    """
    for path in target.parent.glob(f".{glob.escape(target.name)}.*"):
        number, _, ending = path.name.removeprefix(f".{target.name}.").partition(".")
        if not number.isdigit() or ending not in ("partial", "old") or _lives(int(number)):
            continue
        if ending == "old" and not target.exists():
            path.rename(target)
        else:
            remove(path)
    return target.parent / f".{target.name}.{os.getpid()}.partial"


@contextmanager
def appears_whole(target: Path) -> Iterator[Path]:
    """A path to write a file or a folder to, which takes the target's place when the block ends.

    What stands at the target is replaced; if the block fails, it stays and nothing else does.

    Raises:
        OSError: it cannot be moved there.
    """
    hidden = hidden_beside(target)
    try:
        yield hidden
        _take_place(hidden, target)
    finally:
        remove(hidden)


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _take_place(hidden: Path, target: Path) -> None:
    if not target.is_dir():
        hidden.replace(target)
        return
    old = hidden.with_suffix(".old")  # a folder cannot be put in the place of one in one step
    target.rename(old)
    try:
        hidden.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old)


def _lives(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
