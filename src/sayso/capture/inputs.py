"""What the user names, in; reports, out, one at a time.

In:   paths of files and folders, URLs of object storage, and "-" for standard input
Out:  a stream of Report and Drop: every file, line, feed entry and archive record that
      may be a report is exactly one of the two

Method: each input is known by its first bytes (`sniff.py`) and read by one of `READERS`.
Nothing is fetched, run or written to disk. Held in memory: one report of at most
`MAX_REPORT_BYTES`, and about 150 bytes for each report already seen, to find repeats.
"""

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from sayso.base import ids
from sayso.base.errors import ConfigError
from sayso.base.nouns import Drop, Report
from sayso.base.storage import is_url
from sayso.capture.feed import read_feed
from sayso.capture.jsonl import read_json, read_json_lines
from sayso.capture.reasons import drop
from sayso.capture.remote import Object, check_url, objects
from sayso.capture.single import read_markdown, read_page, read_pdf, read_text
from sayso.capture.sniff import sniff, suffix_of
from sayso.capture.stream import Gunzip, Source, Stream
from sayso.capture.walk import Found, walk
from sayso.capture.warc import read_warc

# 50 MB: not measured; long PDF reports with maps have some tens of MB, pages a few.
# It bounds memory, also against compression bombs; raise it for scanned books.
MAX_REPORT_BYTES = 50_000_000

Reader = Callable[[Stream, str, int], Iterator[Report | Drop]]
Progress = Callable[[int], None]

READERS: dict[str, Reader] = {
    "html": read_page,
    "text": read_text,
    "markdown": read_markdown,
    "pdf": read_pdf,
    "feed": read_feed,
    "warc": read_warc,
    "json": read_json,
    "json_lines": read_json_lines,
}


def read_inputs(
    paths: Sequence[str | Path],
    *,
    stdin: BinaryIO | None = None,
    max_report_bytes: int = MAX_REPORT_BYTES,
    progress: Progress | None = None,
    skip: Collection[Path] = (),
) -> Iterator[Report | Drop]:
    """Read reports from files, folders (sorted, with all that is in them) and "-".

    Args:
        paths: at least one; "-" at most once.
        stdin: what "-" reads; None is the standard input of the process.
        max_report_bytes: the cap for one report, before and after decompression.
        progress: called with the bytes just read from disk, as they are read.
        skip: files inside named folders that are not input, such as the run's own output.

    Returns:
        Reports and drops in the order of the paths; the inputs are opened one by one
        as the stream is drawn.

    Raises:
        ConfigError: at once, when a path does not exist or none is named.
    """
    checked = _checked(paths)
    return _without_repeats(_read(checked, stdin, max_report_bytes, progress, skip))


def total_bytes(paths: Sequence[str | Path]) -> int:
    """Size on disk of all that `read_inputs` would open, for a progress bar.

    Standard input and pipes count as 0. Opens nothing: one `stat` a file.

    Raises:
        ConfigError: as `read_inputs`.
    """
    return sum(
        item.size_bytes
        for path in _checked(paths)
        if path is not None
        for item in (objects(path) if isinstance(path, str) else walk(path))
        if isinstance(item, Found | Object)
    )


def _checked(paths: Sequence[str | Path]) -> list[Path | str | None]:
    """The paths, None for standard input; a URL stays text."""
    if isinstance(paths, str | Path):
        paths = [paths]
    checked: list[Path | str | None] = []
    for path in paths:
        if str(path) == "-":
            checked.append(None)
        elif isinstance(path, str) and is_url(path):
            check_url(path)
            checked.append(path)
        elif _exists(Path(path)):
            checked.append(Path(path))
        elif str(path).lower().startswith(("http:", "https:")):
            message = (
                f"{path} is an address; sayso fetches nothing: save the page and name the file"
            )
            raise ConfigError(message)
        else:
            message = f"input does not exist: {path!s} (expected a file, a folder, or - )"
            raise ConfigError(message)
    if not checked:
        message = "no input named (expected files, folders, or - for standard input)"
        raise ConfigError(message)
    if checked.count(None) > 1:
        message = "standard input (-) can be read only once, but is named more often"
        raise ConfigError(message)
    return checked


def _exists(path: Path) -> bool:
    try:
        path.stat()
    except PermissionError:
        return True  # it is there; reading it gives the Drop
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return False
    return True


def _read(
    paths: list[Path | str | None],
    stdin: BinaryIO | None,
    cap: int,
    progress: Progress | None,
    skip: Collection[Path],
) -> Iterator[Report | Drop]:
    own = {path.resolve() for path in skip}
    for path in paths:
        if path is None:
            source: Source = stdin if stdin is not None else sys.stdin.buffer
            yield from _read_stream(Stream(source, progress), "standard input", "", cap)
            continue
        for item in objects(path) if isinstance(path, str) else walk(path):
            if isinstance(item, Drop):
                yield item
            elif isinstance(item, Object):
                yield from _read_object(item, cap, progress)
            elif not own or item.path.resolve() not in own:
                yield from _read_file(item, cap, progress)


def _read_file(found: Found, cap: int, progress: Progress | None) -> Iterator[Report | Drop]:
    try:
        file = found.path.open("rb", buffering=0)
    except OSError as err:
        yield drop("unreadable", found.origin, err.strerror or str(err))
        return
    with file:
        yield from _read_stream(Stream(file, progress), found.origin, found.path.name, cap)


def _read_object(found: Object, cap: int, progress: Progress | None) -> Iterator[Report | Drop]:
    with ExitStack() as stack:
        try:
            content = stack.enter_context(found.open())
        except Exception as err:  # each storage has errors of its own
            yield drop("unreadable", found.origin, str(err))
            return
        yield from _read_stream(Stream(content, progress), found.origin, found.name, cap)


def _read_stream(stream: Stream, origin: str, name: str, cap: int) -> Iterator[Report | Drop]:
    form = sniff(stream.head(), name)
    inner = stream
    if form.reader == "gzip":
        inner = Stream(Gunzip(stream))
        form = sniff(inner.head(), name)
        if form.reader == "gzip":
            yield drop("unsupported", origin, "gzip inside gzip")
            return
    if inner.fault and not inner.head():
        yield drop(inner.fault, origin, inner.fault_detail)
    elif form.reader:
        yield from READERS[form.reader](inner, origin, cap)
    else:
        yield drop(form.reason, origin, form.detail or suffix_of(name))


def _without_repeats(items: Iterator[Report | Drop]) -> Iterator[Report | Drop]:
    """Let the first report of each id through, and turn the later ones into drops."""
    seen: dict[str, str] = {}  # id -> hash of the content
    for item in items:
        if isinstance(item, Drop):
            yield item
            continue
        # An id that we made is the hash of the content; one that came with it is not.
        is_made = item.report_id.startswith("r-")
        content = item.report_id if is_made else ids.digest(item.content)
        earlier = seen.get(item.report_id)
        if earlier is None:
            seen[item.report_id] = content
            yield item
        elif earlier == content:
            yield drop("duplicate", item.origin, f"same content as an earlier {item.report_id}")
        else:
            yield drop("id_taken", item.origin, f"id {item.report_id!r} came before, other content")
