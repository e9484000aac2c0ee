"""What tests of `sayso code` share: a report, lines of reports, the account that a run gives."""

import json

ATTACK = "Rebels attacked the town of Ilsk on Monday, police said."
RULES = ("--extractor", "rules")


def lines_of(*texts, **more):
    return "".join(
        json.dumps({"id": f"d{n}", "text": t} | more) + "\n" for n, t in enumerate(texts)
    )


def account(result):
    """The closing table, with single spaces."""
    return " ".join(result.stderr.split())


def claims_in(text):
    return [json.loads(line) for line in text.splitlines()]
