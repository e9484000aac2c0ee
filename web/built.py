"""Says whether the built page is the one that the sources give, without Node.

In:   the sources in this folder, the page in `src/sayso/serve/page`, the description of the API
Out:  `page/built.txt` with a digest of each, or with `--check` an end with code 1 and what to do

Method: SHA-256 over names and contents, in the order of names. The types of the page
(`src/lib/types.ts`) are made from the description of the API: its digest tells when they are old.
Known faults: it cannot tell that another version of Node or npm would build other bytes.
"""

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

from sayso.serve.openapi import document

WEB = Path(__file__).parent
PAGE = WEB.parent / "src" / "sayso" / "serve" / "page"
BUILT = PAGE / "built.txt"
TEXT = {".css", ".html", ".js", ".json", ".py", ".svelte", ".ts", ".txt"}
DONE_BY_HAND = {"built.py", "README.md"}  # of this folder, but not of the page


def digest(root: Path, files: Iterable[Path]) -> str:
    """Of files below a folder; how a checkout ends its lines makes no difference."""
    total = hashlib.sha256()
    for path in sorted(files, key=lambda one: one.relative_to(root).as_posix()):
        content = path.read_bytes()
        if path.suffix in TEXT:
            content = content.replace(b"\r\n", b"\n")
        own = hashlib.sha256(content).hexdigest()
        total.update(f"{path.relative_to(root).as_posix()} {own}\n".encode())
    return total.hexdigest()


def sources() -> list[Path]:
    """Everything that the page is built from."""
    beside = [path for path in WEB.iterdir() if path.is_file() and path.name not in DONE_BY_HAND]
    beside = [path for path in beside if path.suffix != ".partial" and path.name[0] != "."]
    return beside + [path for path in (WEB / "src").rglob("*") if path.is_file()]


def state() -> dict[str, str]:
    """The digests as they are now."""
    page = [path for path in PAGE.rglob("*") if path.is_file() and path != BUILT]
    told = {key: value for key, value in document().items() if key != "info"}  # it has the version
    api = msgspec.json.encode(told, order="deterministic")
    return {
        "sources": digest(WEB, sources()),
        "page": digest(PAGE, page),
        "api": hashlib.sha256(api).hexdigest(),
    }


def written() -> dict[str, str]:
    """The digests as the last build left them."""
    if not BUILT.is_file():
        return {}
    return dict(line.split() for line in BUILT.read_text("utf-8").splitlines())


MEANING = {
    "sources": "web/ was changed after the page was built",
    "page": "src/sayso/serve/page was changed by hand",
    "api": "the API was changed after the types of the page were made",
}


def main(arguments: list[str]) -> int:
    """Write the digests, or compare them."""
    now = state()
    if arguments != ["--check"]:
        BUILT.write_text("".join(f"{key} {value}\n" for key, value in now.items()), "utf-8")
        return 0
    then = written()
    old = [words for key, words in MEANING.items() if now[key] != then.get(key)]
    for words in old:
        sys.stderr.write(f"{words}: make web\n")
    return bool(old)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
