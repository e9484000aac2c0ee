"""The published description of the API (OpenAPI 3.1), made from its structs and routes.

In:   `answers`, and the routes as `app` registers them
Out:  a document as a dict; `python -m sayso.serve.openapi` prints it for `make web`

Method: msgspec gives the JSON schema of each struct, so that what is described is what is sent.
Known faults: none known.
"""

import sys
from typing import Any

import msgspec

from sayso.serve import answers
from sayso.serve.routing import VERSION

_REF = "#/components/schemas/{name}"


def structs() -> list[type[answers.Answer]]:
    """All answers, by name."""
    found = [one for one in vars(answers).values() if isinstance(one, type)]
    kinds = [one for one in found if issubclass(one, answers.Answer) and one is not answers.Answer]
    return sorted(kinds, key=lambda one: one.__name__)


def document() -> dict[str, Any]:
    """The description of the API."""
    _, components = msgspec.json.schema_components(structs(), ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "sayso",
            "version": VERSION,
            "description": "A conflict record: who did what to whom, and on whose say-so.",
        },
        "paths": {},
        "components": {"schemas": components},
    }


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(document()), indent=1) + b"\n")
