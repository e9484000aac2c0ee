"""PDF to blocks.

In:   the bytes of a PDF
Out:  a Draft of its text layer

Method: pypdf gives the lines of each page. Lines that come back at the head or foot of
pages (page numbers apart) are dropped, words divided at line ends are joined, and lines are
put together to paragraphs. The day that the file was made is not its publication day, and
is not taken. Nothing in the file is run.
Known faults: two columns are read in the order in which the file holds them; a scan without
a text layer gives `no_text`; tables come out a line at a time.
"""

import io
import logging
import re
from collections import Counter

from sayso.clean.draft import Draft, check_length
from sayso.clean.plain import block_ranges
from sayso.clean.reasons import refuse

# pypdf reads 100 pages of plain type a second, pages of a real layout more slowly; the cap on
# characters comes first in all but odd files.
MAX_PAGES = 2_000
# How many lines at the head and the foot of a page may be a running title or a page number.
_MARGIN_LINES = 3
_PAGE_NUMBER = re.compile(r"\s*(page\s+)?[-–|]?\s*\d{1,4}\s*([-–|]|(of|/)\s*\d{1,4})?\s*", re.I)
_DIVIDED = re.compile(r"([A-Za-z]+)-\n([a-z]+)(\S*)( ?)")
# Second parts that are written with the hyphen; all other words at a line end are joined.
_HYPHENATED = frozenset(
    "led backed based held controlled run ruled aligned affiliated linked funded general chief old "  # noqa: SIM905
    "elect wide day year made born language speaking scale range level term ranking".split()
)
# Not measured: lines of proportional type vary in their number of characters by about a quarter.
_FULLNESS = 0.75


def read_pdf(content: bytes) -> Draft:
    """Read the text layer of a PDF.

    Raises:
        InputError: `encrypted`, `damaged`, `too_long`.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports each mended fault
    title, pages = _pages(content)
    lines = "\n".join(line for page in _without_margins(pages) for line in [*page, ""])
    lines = _joined(lines)
    # A page break within a sentence is no paragraph break.
    lines = re.sub(r"(?<![.!?:”\"\n])\n{2,}(?=[a-z])", "\n", lines)
    blocks = tuple(lines[start:end] for start, end in block_ranges(lines, fullness=_FULLNESS))
    head = " ".join(" ".join(blocks[:6]).split()).casefold()
    stated = " ".join(title.split())
    # The title field is often the name of a template: it counts when the first page prints it.
    return Draft(blocks=blocks, title=stated if stated and stated.casefold() in head else "")


def _pages(content: bytes) -> tuple[str, list[list[str]]]:
    from pypdf import PdfReader  # noqa: PLC0415 - 0.2 s that other formats need not pay
    from pypdf.errors import DependencyError, FileNotDecryptedError  # noqa: PLC0415

    pages: list[list[str]] = []
    n_chars = 0
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise refuse("encrypted", "PDF with a password")
        n_pages = len(reader.pages)
        if n_pages > MAX_PAGES:
            raise refuse("too_long", f"PDF of {n_pages:,} pages; at most {MAX_PAGES:,} are read")
        for page in reader.pages:
            text = page.extract_text()
            n_chars += len(text)
            check_length(n_chars)
            pages.append([line.rstrip() for line in text.replace("\r", "\n").split("\n")])
        title = str((reader.metadata.title if reader.metadata else "") or "")
    except (DependencyError, FileNotDecryptedError) as err:
        raise refuse("encrypted", f"PDF: {err}") from err
    except (
        OSError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        ArithmeticError,
        AssertionError,
        RecursionError,
        NotImplementedError,
    ) as err:
        raise refuse("damaged", f"PDF: {type(err).__name__}: {err}") from err
    except Exception as err:
        if type(err).__module__.startswith("pypdf"):
            raise refuse("damaged", f"PDF: {err}") from err
        raise
    return title, pages


def _without_margins(pages: list[list[str]]) -> list[list[str]]:
    """Drop page numbers, and lines that stand at the head or foot of half the pages."""
    printed = [[line for line in page if line.strip()] for page in pages]
    seen: Counter[str] = Counter()
    for page in printed:
        seen.update({_form(line) for line in [*page[:_MARGIN_LINES], *page[-_MARGIN_LINES:]]})
    needed = max(2, len(pages) / 2)
    kept: list[list[str]] = []
    for page in pages:
        places = [i for i, line in enumerate(page) if line.strip()]
        running = {
            i
            for i in (*places[:_MARGIN_LINES], *places[-_MARGIN_LINES:])
            if _PAGE_NUMBER.fullmatch(page[i]) or seen[_form(page[i])] >= needed
        }
        kept.append([line for i, line in enumerate(page) if i not in running])
    return kept


def _form(line: str) -> str:
    """A line with its numbers taken out, so that "Page 3 of 9" is "Page 4 of 9"."""
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _joined(text: str) -> str:
    r"""Join words that were divided at a line end.

    >>> _joined("the gov-\nernment and US-\nbacked, Iran-\nbacked forces")
    'the government\nand US-backed,\nIran-backed\nforces'
    """
    words = Counter(re.findall(r"[a-z]+-[a-z]+", text.lower()))

    def join(match: re.Match[str]) -> str:
        first, second, rest, space = match.groups()
        keeps_hyphen = (
            first[-1].isupper() or second in _HYPHENATED or words[f"{first}-{second}".lower()] > 0
        )
        word = f"{first}-{second}" if keeps_hyphen else first + second
        return word + rest + ("\n" if space else "")  # the line still ends where it ended

    return _DIVIDED.sub(join, text)
