"""The forms of English verbs and nouns.

In:   a base form, and the irregular table of `classes.toml`
Out:  its forms, each with the uses that it has

Method: regular spelling; parts that are not regular stand in the table.
Known faults: doubling before "-ed" ("travelled") only as the table has it.
"""

import re

_DOUBLES = re.compile(r"(?:^|[^aeiou])[aeiou][bdgmnprt]$")  # "cut", but not "meet" or "turn"


def inflect(base: str, irregular: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Give the forms of a verb and what each may be.

    >>> inflect("carry", {})
    {'carry': 'b', 'carries': 's', 'carried': 'dn', 'carrying': 'g'}
    >>> sorted(inflect("cut", {"cut": ("cut",)}).items())
    [('cut', 'bdn'), ('cuts', 's'), ('cutting', 'g')]
    """
    y = base.endswith("y") and base[-2:-1] not in "aeiou"
    third = base[:-1] + "ies" if y else base + ("es" if _hisses(base) else "s")
    stem = base[:-1] if base.endswith("e") and not base.endswith("ee") else base
    parts = irregular.get(base)
    if parts is None:
        ending = "d" if base.endswith("e") else "ed"
        past = participle = base[:-1] + "ied" if y else base + ending
    else:
        past, participle = parts[0], parts[-1]
    doubles = past == f"{base}{base[-1]}ed" or (
        parts is not None and not past.endswith("ed") and _DOUBLES.search(base)
    )
    gerund = f"{base}{base[-1]}ing" if doubles else ("dying" if base == "die" else stem + "ing")
    forms: dict[str, str] = {}
    for form, letter in (
        (base, "b"), (third, "s"), (past, "d"), (participle, "n"), (gerund, "g"),
    ):  # fmt: skip
        forms[form] = forms.get(form, "") + letter
    return forms


def plural(noun: str) -> str:
    """Give the regular plural of a noun.

    >>> plural("inquiry"), plural("clash"), plural("car bombing")
    ('inquiries', 'clashes', 'car bombings')
    """
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if _hisses(noun) else "s")


def _hisses(word: str) -> bool:
    return word.endswith(("s", "sh", "ch", "x", "z", "o")) and not word.endswith("oo")
