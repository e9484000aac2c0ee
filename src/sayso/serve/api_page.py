"""The page `docs/api.md`: how to use the API, and every address that it has.

In:   the description of the API (`openapi`)
Out:  Markdown; `python -m sayso.serve.api_page` prints it for `make docs`

Known faults: none known.
"""

import sys
from collections.abc import Iterator

from sayso.serve.openapi import FILTER, address, asked
from sayso.serve.pages import PAGES_OF_REPORTS
from sayso.serve.routes import CHANGES, ROUTES

_HEAD = """\
# The API

<!-- Made by `make docs` from src/sayso/serve. -->

What the page of [the workbench](workbench.md) reads and writes, any program may: JSON over HTTP,
on this machine unless you say otherwise. The server describes itself as OpenAPI 3.1 at
`/api/openapi.json`.

```sh
sayso serve war.sayso --no-open
curl 'http://127.0.0.1:8470/api/incidents?type=assault&from=2023-05-01&limit=5'
```

```py
import json, urllib.request

url = "http://127.0.0.1:8470/api/incidents?country=SYR&disputed=1"
with urllib.request.urlopen(url) as answer:
    for row in json.load(answer)["items"]:
        print(row["day_from"], row["type"], row["place"], row["killed_best"])
```

- **Days** are ISO 8601. What nobody tells is `null` or `""`, never a guess. Offsets count code
  points of the report's text, half open.
- **Lists** have `total` (all, matches, matches without a day, without a place), `items`, and
  `next`: give it as `after` for the next page.
- **ETag** stands on every answer and holds until the next act on the record: send it as
  `If-None-Match`, and what did not change is answered with 304. Long answers are gzipped for
  those who accept it.
- **Errors** are `{"error": "what failed", "hint": "what to do"}`: 400 what was asked cannot be
  meant, 401 a token is needed, 403 the role does not allow it, 404 there is nothing of this id,
  413 the body is too long, 421 the server does not go by this name.
- **Tokens**, where the server needs them: `Authorization: Bearer SECRET`.
- **Changes** (POST) need the header `X-Sayso: 1`, which no foreign page can set, and who decides:
  the token says it, else `X-Sayso-Person` with a percent-encoded name.

```sh
curl http://127.0.0.1:8470/api/decisions -H 'X-Sayso: 1' -H 'X-Sayso-Person: Ada' \\
  -d '{"kind": "reject", "subject": "c-7d2m3kqh...", "reason": "a drill"}'
```

In Python, on the machine where the record is, [the record](record.md) can be read without a server.
"""


def page() -> str:
    """The page as Markdown."""
    return "\n".join([_HEAD, *_lists()])


def _lists() -> Iterator[str]:
    yield "## Reading\n"
    yield "*filter* stands for all of [the filter](#the-filter).\n"
    yield "| GET | what it answers | takes |"
    yield "|---|---|---|"
    rows = [
        (address(route.path), route.does, [*(["*filter*"] if route.filtered else []),
                                           *(f"`{name}`" for name in route.takes)])
        for route in ROUTES
    ]  # fmt: skip
    rows += [(address(path), does, []) for path, (_, does) in PAGES_OF_REPORTS.items()]
    for path, does, takes in sorted(rows):
        yield f"| `{path}` | {does} | {', '.join(takes)} |"
    yield "\n## Changing\n"
    yield "| POST | what it does | role | body |"
    yield "|---|---|---|---|"
    for change in CHANGES:
        keys = ", ".join(f"`{name}`" for name in change.takes.__struct_fields__)
        yield f"| `{address(change.path)}` | {change.does} | {change.role} | {keys} |"
    yield "\n`kind`, `subject` and `value` are those of [`sayso decide`](record.md#sayso-decide).\n"
    yield "## The filter\n"
    yield "The same words in the page's address, in the commands and here.\n"
    yield "| key | what matches |"
    yield "|---|---|"
    for name, words in FILTER.items():
        yield f"| `{name}` | {words} |"
    yield "\n## Other parameters\n"
    yield "| key | meaning |"
    yield "|---|---|"
    told: dict[str, str] = {}
    for route in ROUTES:
        told |= {name: words for name, words in asked(route).items() if name in route.takes}
    for name in sorted(told.keys() - FILTER.keys() | {"kind"}):
        yield f"| `{name}` | {told[name]} |"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(page())
