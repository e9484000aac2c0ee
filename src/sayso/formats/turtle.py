"""Turtle: RDF as text, written a subject at a time.

In:   names and values
Out:  text after the W3C's Turtle

Known faults: it writes only what sayso needs: names, plain texts, days and times.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping

# What an IRI between angle brackets may not have.
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+", re.IGNORECASE)
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_CONTROL = re.compile('[\x00-\x1f\x7f"\\\\]')


def iri(text: str) -> str:
    """A name, or "" for what is none.

    >>> iri("urn:sayso:claim:c-1"), iri("no name>")
    ('<urn:sayso:claim:c-1>', '')
    """
    return f"<{text}>" if _IRI.fullmatch(text) else ""


def literal(text: str, kind: str = "") -> str:
    r"""A text, with its type where it has one.

    >>> literal('a "b"\n'), literal("2031-03-01", "xsd:date")
    ('"a \\"b\\"\\n"', '"2031-03-01"^^xsd:date')
    """
    sound = text.encode("utf-8", "replace").decode()
    escaped = _CONTROL.sub(lambda m: _ESCAPED.get(m[0], f"\\u{ord(m[0]):04X}"), sound)
    return f'"{escaped}"' + (f"^^{kind}" if kind else "")


def day(value: dt.date) -> str:
    """A day."""
    return literal(value.isoformat(), "xsd:date")


def prefixes(names: Mapping[str, str]) -> str:
    """The first lines of a file."""
    return "".join(f"@prefix {name}: <{space}> .\n" for name, space in names.items())


def subject(name: str, pairs: Iterable[tuple[str, str]]) -> str:
    """All that is said of one thing; what has no value is left out.

    >>> print(subject("<urn:a>", [("a", "prov:Entity"), ("rdfs:label", '"x"'), ("b:c", "")]))
    <BLANKLINE>
    <urn:a>
        a prov:Entity ;
        rdfs:label "x" .
    <BLANKLINE>
    """
    said = list(dict.fromkeys(f"    {verb} {value}" for verb, value in pairs if value))
    return f"\n{name}\n" + " ;\n".join(said) + " .\n" if said else ""
