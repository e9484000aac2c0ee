"""The exported site: the page, with answers in files beside it, for any host or a folder on a disk.

In:   a record, filters, do-no-harm rules
Out:  a folder: `index.html` opens it

Method: what may be shown goes into a record of its own (`record.release.shown`), and the same
routes as the server's answer from that; each answer is a script that calls
`sayso.put(address, answer)`,
because a page opened from a folder may not fetch. Lists are cut into blocks; what can be filtered
by the columns of all incidents is filtered in the page (`web/src/lib/site.ts`). The folder is
written under a hidden name and moved when it is whole.
Known faults: one file for each incident, report, actor and relation.
"""

import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from sayso.base.errors import ConfigError
from sayso.base.whole import appears_whole
from sayso.record.open import Record
from sayso.record.queries import RELATIONS, Filter
from sayso.record.queries.overview import last_act, persons
from sayso.record.release.harm_rules import ReleaseFile
from sayso.record.release.kept import today
from sayso.record.release.shown import Shown, shown_record
from sayso.record.release.wanted import Words as Filters
from sayso.record.view import View
from sayso.serve import app as _app  # it registers all routes
from sayso.serve.answers import Answer, Change, Days, History
from sayso.serve.people import Person
from sayso.serve.routing import MOST_ROWS, ROUTES, VERSION, Ask

BLOCK = 200  # rows of incidents in one file: some 100 kB, of which a screen shows sixty
MARK = "site.js"  # what makes the page a site, and by which an old one is known
# A folder on a disk has no origin of its own; 'self' stands for its files in all browsers.
POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'"
)
_READER = Person("", "reader")
_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,78}[a-z0-9])?")
_FNV_START, _FNV_PRIME = 0xCBF29CE484222325, 0x100000001B3


@dataclass(slots=True)
class Made:
    """What was written.

    Attributes:
        files, size: how many files, and bytes in all.
        shown: what is in it.
    """

    files: int
    size: int
    shown: Shown


def export_site(
    record: Record,
    target: Path,
    *,
    filters: Filters | None = None,
    file: ReleaseFile | None = None,
    force: bool = False,
    page: Path = _app.PAGE,
) -> Made:
    """Write a site.

    Args:
        record: open; it is only read.
        target: folder to make.
        filters: as `record.release.wanted` takes them; none for everything.
        file: title and do-no-harm rules.
        force: take the place of a site that is there.
        page: folder of the built page.

    Raises:
        ConfigError: the folder is there, or cannot be written to, or a filter does not fit.
    """
    _check(target, page, force=force)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with appears_whole(target) as hidden:
            hidden.mkdir()
            return _fill(record, hidden, filters or {}, file or ReleaseFile(), page)
    except OSError as err:
        raise ConfigError(f"{target}: cannot be written ({err.strerror})") from err


def file_of(address: str) -> str:
    """File of an answer: what a disk may not take as a name becomes a digest (FNV-1a, 64 bits).

    `fileOf` in `web/src/lib/site.ts` does the same.

    >>> file_of("incidents/i-4ntv"), file_of("actors/name:Ilsk")
    ('data/incidents/i-4ntv.js', 'data/actors/=a821c7489ea6c897.js')
    """
    kind, _, id_ = address.partition("/")
    if not id_:
        return f"data/{kind}.js"
    return f"data/{kind}/{id_ if _PLAIN.fullmatch(id_) else _digest(id_)}.js"


def _digest(text: str) -> str:
    value = _FNV_START
    for byte in text.encode():
        value = (value ^ byte) * _FNV_PRIME % 2**64
    return f"={value:016x}"


def _check(target: Path, page: Path, *, force: bool) -> None:
    if not (page / "index.html").is_file():
        raise ConfigError(f"{page}: the page is not there; build it with `make web`")
    if not target.exists():
        return
    is_site = (target / MARK).is_file()
    if not force or not is_site:
        why = "give --force to replace it" if is_site else "it is no exported site; name another"
        raise ConfigError(f"{target} is there already: {why}")


def _fill(record: Record, folder: Path, filters: Filters, file: ReleaseFile, page: Path) -> Made:
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        original = stack.enter_context(record.read())
        day = today(original)
        shown, what = shown_record(
            original, place / "shown.sayso", name=_title(record, original, file),
            filters=filters, file=file, day=day,
        )  # fmt: skip
        stack.callback(shown.close)
        view = stack.enter_context(shown.read())
        _copy_page(page, folder, _info(original, filters, file, day))
        asker = _Asker(shown, view)
        for address, answer in asker.answers():
            _write(folder, address, answer)
        if not file.harm:
            people = set() if file.release.name_people else persons(original)
            for id_ in what.incidents:
                ask = _Asker(record, original)
                history = ask("incidents/{id}/history", id=id_)
                _write(folder, f"histories/{id_}", _unnamed(history, people))
    files = [path for path in folder.rglob("*") if path.is_file()]
    return Made(files=len(files), size=sum(path.stat().st_size for path in files), shown=what)


def _title(record: Record, view: View, file: ReleaseFile) -> str:
    return file.release.title or _Asker(record, view)("meta").name


def _info(view: View, filters: Filters, file: ReleaseFile, day: dt.date) -> dict[str, Any]:
    return {
        "version": VERSION,
        "day": day,
        "act": last_act(view),
        "filters": {key: ", ".join(words) for key, words in filters.items()},
        "rules": [rule.reason for rule in file.harm],
        "histories": not file.harm,
    }


def _copy_page(page: Path, folder: Path, info: dict[str, Any]) -> None:
    for path in sorted(page.iterdir()):
        if path.name not in ("index.html", "built.txt"):
            shutil.copyfile(path, folder / path.name)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}" />'
    html = (page / "index.html").read_text("utf-8")
    head = f'<meta charset="utf-8" />\n    {policy}\n    <script src="./{MARK}"></script>'
    marked = html.replace('<meta charset="utf-8" />', head, 1)
    if marked == html:
        raise ConfigError(f"{page / 'index.html'}: is not a page of sayso")
    (folder / "index.html").write_text(marked, "utf-8", newline="\n")
    script = b"window.saysoSite = " + msgspec.json.encode(info) + b";\n"
    (folder / MARK).write_bytes(script)


def _write(folder: Path, address: str, answer: object) -> None:
    path = folder / file_of(address)
    path.parent.mkdir(parents=True, exist_ok=True)
    put = b"sayso.put(%s, %s);\n" % (msgspec.json.encode(address), msgspec.json.encode(answer))
    path.write_bytes(put)


class _Asker:
    """Asks the routes of the API without a server."""

    def __init__(self, record: Record, view: View) -> None:
        self.record = record
        self.view = view
        self.runs: dict[str, Callable[[Ask], Answer]] = {one.path: one.run for one in ROUTES}

    def __call__(self, path: str, *, query: dict[str, str] | None = None, **parts: str) -> Any:
        asked = {key: [value] for key, value in (query or {}).items()}
        ask = Ask(
            view=self.view, path=parts, query=query or {}, asked=asked, person=_READER,
            record=self.record,
        )  # fmt: skip
        return self.runs[path](ask)

    def answers(self) -> Iterator[tuple[str, object]]:
        """Every answer of the site with its address."""
        meta = self("meta")
        yield "meta", meta
        columns = self("incidents/columns")
        yield "columns", columns
        rows = {row.id: row for row in self._listed("incidents")}
        for at in range(0, len(columns.ids), BLOCK):
            yield f"rows/{at // BLOCK}", [rows[id_] for id_ in columns.ids[at : at + BLOCK]]
        for id_ in columns.ids:
            yield f"incidents/{id_}", self("incidents/{id}", id=id_)
        reports = self._listed("reports")
        yield "reports", reports
        for row in reports:
            yield f"reports/{row.id}", self("reports/{id}", id=row.id)
        actors = self._listed("actors")
        yield "actors", actors
        for row in actors:
            yield f"actors/{row.key}", self("actors/{key:path}", key=row.key)
        yield from self._relations(meta.days)

    def _relations(self, days: Days) -> Iterator[tuple[str, object]]:
        ends: set[str] = set()
        for row in list(RELATIONS.each(self.view, Filter(), sort="id")):
            ends |= {row.actor_key, row.recipient_key}
            yield f"relations/{row.id}", self("relations/{id}", id=row.id)
        for key in sorted(ends):
            yield f"lifelines/{key}", self("lifelines", query={"actors": key}).items
        first, last = days
        if first and last:
            for day in _month_ends(first, last):
                yield f"network/{day:%Y-%m}", self("network", query={"day": day.isoformat()})

    def _listed(self, path: str) -> list[Any]:
        found: list[Any] = []
        after = ""
        while True:
            page = self(path, query={"limit": str(MOST_ROWS), "after": after})
            found += page.items
            if page.next is None:
                return found
            after = page.next


def _month_ends(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The last day of each month, of the last month the last day itself.

    >>> [str(d) for d in _month_ends(dt.date(2031, 1, 30), dt.date(2031, 3, 4))]
    ['2031-01-31', '2031-02-28', '2031-03-04']
    """
    month = first.replace(day=1)
    while month <= last:
        following = (month + dt.timedelta(days=32)).replace(day=1)
        yield min(following - dt.timedelta(days=1), last)
        month = following


def _unnamed(history: History, people: set[str]) -> History:
    """A history in which persons are "a person"."""
    if not people:
        return history
    names = re.compile("|".join(map(re.escape, sorted(people, key=len, reverse=True))))

    def masked(one: Change) -> Change:
        return msgspec.structs.replace(
            one,
            person="a person" if one.person else "",
            what=names.sub("a person", one.what),
            reason=names.sub("a person", one.reason),
        )

    return History(items=tuple(map(masked, history.items)))
