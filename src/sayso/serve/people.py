"""Who is looking, and what they may do.

In:   a request; the tokens of a server that others may reach
Out:  a `Person`: name and role

Method: on loopback without tokens whoever sits at the machine is the editor, and says their
name with each decision. With tokens, a token stands for one name and one role.
Known faults: none known.
"""

import hmac
import urllib.parse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from sayso.base.errors import ConfigError
from sayso.serve.answers import Role

RANK: Mapping[Role, int] = {"reader": 0, "coder": 1, "editor": 2}
SHORTEST_SECRET = 16  # characters: guessed at a thousand a second, for ever


@dataclass(frozen=True, slots=True)
class Person:
    """A name ("" when nobody said it) and a role."""

    name: str
    role: Role


NOBODY = Person("", "reader")


def person_of(request: Request) -> Person:
    """Who asks, as the guard found it."""
    found = request.scope.get("sayso.person")
    return found if isinstance(found, Person) else NOBODY


def find_person(
    headers: Mapping[str, str], tokens: Mapping[str, Person], *, open_role: Role
) -> Person | None:
    """The person of a request's headers; None when a token is needed and none fits.

    Args:
        headers: in lower case.
        tokens: secret -> person; empty when none is needed.
        open_role: role of everybody when no token is needed.
    """
    if not tokens:
        name = urllib.parse.unquote(headers.get("x-sayso-person", ""))[:80].strip()
        return Person(name, open_role)
    given = headers.get("authorization", "").removeprefix("Bearer ").encode()
    for secret, person in tokens.items():
        if hmac.compare_digest(given, secret.encode()):
            return person
    return None


def tokens_given(words: Iterable[str]) -> dict[str, Person]:
    """Tokens as the command takes them: "NAME:ROLE:SECRET".

    Raises:
        ConfigError: a token of another form, an unknown role, a short or doubled secret.
    """
    found: dict[str, Person] = {}
    for word in words:
        name, _, rest = word.partition(":")
        given, _, secret = rest.partition(":")
        role = next((one for one in RANK if one == given), None)
        if role is None:
            raise ConfigError(
                f"token of {name!r}: write NAME:ROLE:SECRET; roles are {', '.join(RANK)}"
            )
        if len(secret) < SHORTEST_SECRET or secret in found:
            raise ConfigError(
                f"token of {name!r}: the secret must be its own and have at least "
                f"{SHORTEST_SECRET} characters"
            )
        found[secret] = Person(name.strip(), role)
    return found
