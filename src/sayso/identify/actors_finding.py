"""What is found for a mention, and the actors of role nouns.

In:   a role noun and a country, or the id of an actor
Out:  `Finding`

Method: role nouns ("gunmen", "lawmakers") are a table of the roster. With a country, some
of them are a body of its state ("Iraqi army"); all others are a generic actor of the
country, or of none.
Known faults: none known.
"""

import datetime as dt
import functools
import re

from sayso.base.nouns import Candidate, Noun
from sayso.identify.actors_names import name_of
from sayso.identify.actors_read import Noun as RoleNoun
from sayso.identify.actors_roster import roster

_UNIT, _GENERIC = 0.9, 0.85  # both read from a table; the second may be a population abroad


class Finding(Noun, kw_only=True, frozen=True):
    """An actor found for a mention.

    Attributes:
        actor_id: id in the roster, "any." and a role, or "new." and a name.
        name: the name it goes by, for people.
        code: PLOVER country and sector as of the report's day, "" when not known.
        score: how sure, in [0, 1].
        reasons: why, in words.
        unsaid: the words of the mention do not say the name.
        person: it is a person.
        rivals: others that the name may mean, best first.
    """

    actor_id: str
    name: str
    code: str
    score: float
    reasons: tuple[str, ...]
    unsaid: bool = False
    person: bool = False
    rivals: tuple[Candidate, ...] = ()


def code_of(actor: str, day: dt.date | None) -> str:
    """Code of an actor as of a day, "" when it is not known."""
    return roster().code(actor, day)


@functools.lru_cache(maxsize=50_000)
def role_noun(words: str) -> RoleNoun | None:
    """The longest role noun that closes a phrase, singular or plural.

    >>> role_noun("a dozen masked gunmen").group
    'gunmen'
    """
    nouns = roster().nouns
    parts = re.sub(r"['’]s\b", "", words).replace("-", " ").lower().split()
    for i in range(len(parts)):
        for form in _singulars(" ".join(parts[i:])):
            if form in nouns:
                return nouns[form]
    return None


def _singulars(phrase: str) -> tuple[str, ...]:
    forms = [phrase]
    if phrase.endswith("ies"):
        forms.append(phrase[:-3] + "y")
    if phrase.endswith("men"):
        forms.append(phrase[:-3] + "man")
    if phrase.endswith("es"):
        forms.append(phrase[:-2])
    if phrase.endswith("s") and not phrase.endswith("ss"):
        forms.append(phrase[:-1])
    return tuple(forms)


def generic(noun: RoleNoun, country: str, reason: str) -> Finding:
    """The actor of a role noun: a state's body, or a population of a country or of none."""
    if (
        noun.unit
        and country in roster().isos
        and f"{country.lower()}.{noun.unit}" in roster().actors
    ):
        actor = f"{country.lower()}.{noun.unit}"
        return Finding(
            actor_id=actor, name=name_of(actor), code=country + noun.sector, score=_UNIT,
            reasons=(reason,),
        )  # fmt: skip
    actor = f"any.{noun.group}" + (f".{country.lower()}" if country else "")
    code = "NGO" if noun.sector == "NGO" else (country or "---") + noun.sector
    label = noun.group.replace("-", " ")
    if country:
        label = f"{label} ({name_of(country.lower())})"
    return Finding(actor_id=actor, name=label, code=code, score=_GENERIC, reasons=(reason,))
