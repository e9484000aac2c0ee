"""`sayso.code`: claims of a text, a file or a folder, in Python.

In:   a text, or paths
Out:  `Claims`: a sequence of `Claim`, with the documents, the drops, and tables

Method: the same path as the command's, kept in memory. The extractor is loaded with the
first call and kept for the next.
Known faults: all claims and texts are held in memory; for big inputs use the command.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import msgspec

from sayso.base import ids
from sayso.base.errors import ConfigError
from sayso.base.nouns import Claim, Document, Drop, Media, Report
from sayso.capture import read_inputs
from sayso.config import ExtractorName, Settings, with_choices
from sayso.engines import Record, code_each
from sayso.pipeline import Tools, load_tools
from sayso.tables import arrow_table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

_decode = msgspec.json.Decoder(Record).decode


class Claims(Sequence[Claim]):
    """The claims of a call, in the order of the input and of the text.

    Attributes:
        documents: the cleaned texts; the claims' offsets count in them.
        drops: what was left out, and why.
        n_in: reports that came in: `len(documents) + len(drops)`.
    """

    def __init__(
        self,
        claims: Iterable[Claim],
        documents: Iterable[Document] = (),
        drops: Iterable[Drop] = (),
    ) -> None:
        self._claims = tuple(claims)
        self.documents = tuple(documents)
        self.drops = tuple(drops)

    @property
    def n_in(self) -> int:
        """Reports that came in."""
        return len(self.documents) + len(self.drops)

    def __len__(self) -> int:
        return len(self._claims)

    @overload
    def __getitem__(self, at: int) -> Claim: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Claim, ...]: ...
    def __getitem__(self, at: int | slice) -> Claim | tuple[Claim, ...]:
        return self._claims[at]

    def __iter__(self) -> Iterator[Claim]:
        return iter(self._claims)

    def __repr__(self) -> str:
        return (
            f"<Claims: {len(self):,} from {len(self.documents):,} reports, "
            f"{len(self.drops):,} dropped>"
        )

    def to_arrow(self, *, flat: bool = True) -> "pa.Table":
        """An Arrow table, one row a claim.

        Args:
            flat: plain columns, as in the CSV file; else roles as lists of structs, as in
                the Parquet file.
        """
        by_id = {doc.report_id: doc for doc in self.documents}
        return arrow_table(((claim, by_id.get(claim.doc)) for claim in self), flat=flat)

    def to_pandas(self, *, flat: bool = True) -> "pd.DataFrame":
        """A pandas data frame with Arrow types, so that whole numbers with gaps stay whole.

        Raises:
            ConfigError: pandas is not installed.
        """
        try:
            import pandas as pd  # noqa: PLC0415  an extra
        except ImportError as err:
            raise ConfigError("pandas is not installed: pip install 'sayso[pandas]'") from err
        return self.to_arrow(flat=flat).to_pandas(types_mapper=pd.ArrowDtype)

    def to_polars(self, *, flat: bool = True) -> "pl.DataFrame":
        """A polars data frame.

        Raises:
            ConfigError: polars is not installed.
        """
        try:
            import polars as pl  # noqa: PLC0415  an extra
        except ImportError as err:
            raise ConfigError("polars is not installed: pip install 'sayso[polars]'") from err
        frame: Any = pl.from_arrow(self.to_arrow(flat=flat))
        return frame  # type: ignore[no-any-return]


def code(
    text_or_path: str | Path | Sequence[str | Path],
    *,
    date: dt.date | str | None = None,
    title: str = "",
    outlet: str = "",
    url: str = "",
    extractor: ExtractorName | None = None,
    identify: bool | None = None,
    jobs: int | None = None,
    settings: Settings | None = None,
) -> Claims:
    """Code a text, a file, a folder, or several files and folders.

    Args:
        text_or_path: a `Path`, or a list of paths, is read as the command reads it. A string
            is a path when there is such a file or folder, else the text of one report; one
            without any space is never taken for a text.
        date: publication day, as a date or as "2014-10-05".
        title, outlet, url: of the report, when a text is given.
        extractor: "model" or "rules"; None for what the settings say.
        identify: settle which actors and places are meant; None for what the settings say.
        jobs: worker processes; more than one needs the usual
            `if __name__ == "__main__":` around the caller's script.
        settings: the settings tree; None for the defaults (no file is read).

    Raises:
        ConfigError: a path does not exist, or an argument does not fit.
        ModelError: the model is missing or does not fit its manifest.
    """
    if isinstance(date, str):
        try:
            date = dt.date.fromisoformat(date)
        except ValueError as err:
            raise ConfigError(f"date {date!r} is not a day; write it as 2014-10-05") from err
    chosen = with_choices(
        settings or Settings(), date=date, extractor=extractor, identify=identify, jobs=jobs
    )
    paths = _paths(text_or_path)
    items: Iterable[Report | Drop]
    if paths is None:
        items = [_report(str(text_or_path), title=title, outlet=outlet, url=url)]
    elif title or outlet or url:
        raise ConfigError("title, outlet and url belong to a text; files bring their own")
    else:
        items = read_inputs(paths)
    tools = (
        _tools(chosen.extract, chosen.identify, chosen.clean.date) if chosen.run.jobs == 1 else None
    )
    claims: list[Claim] = []
    documents: list[Document] = []
    drops: list[Drop] = []
    for line in code_each(items, chosen, keep_text=True, tools=tools):
        record = _decode(line)
        claims += record.claims
        if record.document is not None:
            documents.append(record.document)
        if record.drop is not None:
            drops.append(record.drop)
    return Claims(claims, documents, drops)


def _paths(given: str | Path | Sequence[str | Path]) -> list[str | Path] | None:
    """The paths that are meant, None when a text is."""
    if isinstance(given, Path):
        return [given]
    if not isinstance(given, str):
        return list(given)
    if _exists(given):
        return [given]
    if given.strip() and not any(character.isspace() for character in given.strip()):
        raise ConfigError(f"{given!r} is neither a file or folder that exists nor a text")
    return None


def _exists(name: str) -> bool:
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):  # too long for a name, or with a NUL in it: a text
        return False


def _report(text: str, *, title: str, outlet: str, url: str) -> Report:
    content = text.encode("utf-8", "replace")
    return Report(
        report_id=ids.report_id(content),
        content=content,
        media=Media.TEXT,
        origin="text",
        title=title,
        outlet=outlet,
        url=url,
    )


@lru_cache(maxsize=4)  # a model is 60 MB in memory; nobody switches between more
def _tools(extract: Any, identify: Any, date: dt.date | None) -> Tools:
    return load_tools(with_choices(Settings(extract=extract, identify=identify), date=date))
