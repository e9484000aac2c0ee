"""One mention read: a name, a name with more words around it, or a role without a name.

In:   the words of a mention, and the context of its report
Out:  a `Finding`: the actor, its code, how sure and why; or None

Method, in this order, each only when the one before found nothing sure: an acronym that
the report introduced; the roster; a state with a body or a population ("Afghan police",
"the people of Iraq"); a known group with its members ("IS militants"); a person after
titles; a role noun alone ("gunmen"); a name that nobody knows yet.
Known faults: a word for members after a list ("Russian and Syrian forces") is not shared out.
"""

import re

from sayso.identify.actors_context import Context, is_title
from sayso.identify.actors_finding import Finding, generic, role_noun
from sayso.identify.actors_index import fold, names, trimmed
from sayso.identify.actors_known import introduced, known, new, raised
from sayso.identify.actors_names import name_of
from sayso.identify.actors_person import names_a_person, person_in
from sayso.identify.actors_read import Noun as RoleNoun
from sayso.identify.actors_roster import roster
from sayso.identify.actors_words import words

# Surer than a reference, less sure than the name by itself.
_MEMBERS = 0.8

# Words that may follow a group's name without making another actor of it.
_MEMBERS_OF = words("members")
_PERSON_HEADS = words("person_heads")
_PRONOUNS = words("pronouns")
_VAGUE = words("vague")
_ONLY_WITH_STATE = words("only_with_state")
_PEOPLES = words("peoples")
_POSSESSIVE = re.compile(r"^(?:my|our|your|his|her|its|their)\s", re.IGNORECASE)
_OF = re.compile(r"^(?P<role>[^,]*?)\s(?:of|in|from|for)\s(?:the\s)?(?P<owner>[^,]+)$")
# "the Obama administration", but not "the Iraqi government", which is read word by word.
_RULE = re.compile(
    r"^(?P<owner>[A-Z][\w'’-]+) (?P<role>[Aa]dministration|[Gg]overnment|[Rr]egime)$"
)
_JOINT = re.compile(r",? and |, ")
_GENITIVE = re.compile(r"^(?P<owner>.+?)(?:['’]s|s['’])\s(?P<role>.+)$")
_WHERE = re.compile(r"\s(?:in|near|at|from|on)\s")
_HEAD_ENDS = re.compile(r"\s(?:of|in|from|for|with|against|near|at|on|to|who|that)\s")
_COUNT = re.compile(
    r"^(?:(?:at least|more than|about|around|some|several|dozens of|hundreds of|thousands of|many|"
    r"other|all|most|two|three|four|five|six|seven|eight|nine|ten|\d[\d,.]*|local|innocent|"
    r"suspected|alleged|armed|unidentified|unknown|masked|former)\s)+",
    re.IGNORECASE,
)


def read_phrase(text: str, context: Context, place: str = "") -> Finding | None:
    """Find the actor that a mention names.

    Args:
        text: the words of the mention.
        context: the report.
        place: ISO 3166 alpha-3 code of the country where the claim stands, "" when unknown;
            a population without a country is taken to be of that one.

    Returns:
        The actor, or None when the words name none, or several that cannot be told apart.
    """
    words = trimmed(text)
    if not words or (not words.isupper() and fold(words) in _PRONOUNS):
        return None
    if _POSSESSIVE.match(words):
        return None
    return (
        introduced(words, context)
        or known(words, context)
        or _of_state(words, context)
        or _members(words, context)
        or person_in(words, context)
        or _generic(words, place)
        or new(words, context)
    )


def listed(text: str) -> tuple[tuple[int, int], ...]:
    """Where the members of a list stand ("Britain, France and Italy"); none if it is no list.

    >>> listed("Britain and France")
    ((0, 7), (12, 18))
    >>> listed("Britain")
    ()
    """
    joints = [m.span() for m in _JOINT.finditer(text)]
    if not any("and" in text[start:end] for start, end in joints):
        return ()
    starts = [0, *(end for _, end in joints)]
    ends = [*(start for start, _ in joints), len(text)]
    return tuple(zip(starts, ends, strict=True))


def _of_state(words: str, context: Context) -> Finding | None:
    for pattern in (_GENITIVE, _OF, _RULE):
        match = pattern.match(words)
        if not match or names_a_person(match["role"]):
            continue
        if _state_before(match["role"])[0]:
            break  # "Russian forces in Syria" are not Syria's
        owner, noun = trimmed(match["owner"]), role_noun(match["role"])
        state = names().state_of(owner)
        if state and noun:
            return generic(noun, _iso(state), f"a role noun of {name_of(state)}")
        if not state and match["role"].lower().split()[-1] in _MEMBERS_OF:
            found = _owned(owner, noun, context)
            if found:
                return found
    state, rest = _state_before(_HEAD_ENDS.split(words)[0])
    several = rest.startswith(("and ", "or ", ", "))  # "Syrian and Iraqi refugees"
    if state and rest and not several and not names_a_person(_WHERE.split(words)[0]):
        noun = role_noun(rest)
        capitals = sum(w[0].isupper() for w in rest.split())
        proper = noun and capitals > max(1, len(noun.noun.split()))  # "... Petroleum Corporation"
        if capitals:  # "Afghan Taliban fighters"
            found = _members(words, context)
            if found:
                return found
        if noun and not proper and noun.group not in _VAGUE:
            return generic(noun, _iso(state), f"a role noun of {name_of(state)}")
    return None


def _owned(owner: str, noun: RoleNoun | None, context: Context) -> Finding | None:
    """The members of a body ("supporters of IS"), the government of a person ("Assad's")."""
    found = (
        introduced(owner, context)
        or known(owner, context)
        or _of_state(owner, context)
        or person_in(owner, context)
    )
    if found is None or found.actor_id.startswith("new."):
        return None
    if not found.person:
        return raised(found, _MEMBERS, "members of the actor named")
    states = roster().countries_of(found.actor_id)
    if noun is None or noun.unit != "gov" or len(states) != 1:
        return None
    return generic(noun, next(iter(states)), f"the government of {found.name}")


def _state_before(words: str) -> tuple[str, str]:
    """A state named anywhere before the head ("local Iraqi police"), and what follows it."""
    parts = words.split()
    for i in range(len(parts) - 1):
        for n in (3, 2, 1):
            if i + n < len(parts) and parts[i][0].isupper():
                phrase = re.sub(r"['’]s?$", "", " ".join(parts[i : i + n]))
                state = names().state_of(phrase)
                if state and all(p.islower() or is_title(p) for p in parts[:i]):
                    return state, " ".join(parts[i + n :])
    return "", ""


def _iso(state: str) -> str:
    return roster().actors[state].country


def _members(words: str, context: Context) -> Finding | None:
    parts = words.split()
    if parts[-1].lower() in _PERSON_HEADS:
        return None
    for size in range(len(parts) - 1, 0, -1):
        for i in range(len(parts) - size + 1):
            inner, outer = parts[i : i + size], parts[:i] + parts[i + size :]
            if not any(c.isupper() for c in inner[0]) and size > 1:
                continue
            if not _only_members(parts[:i], parts[i + size :]):
                continue
            name = " ".join(inner)
            found = introduced(trimmed(name), context) or known(trimmed(name), context)
            if found is None or found.person or found.actor_id.startswith("new."):
                continue
            states = {_iso(s) for s in map(names().state_of, parts[:i]) if s}
            home = roster().countries_of(found.actor_id)
            if states and home and not states <= home:
                continue  # "Romanian Security Service" is not that of another state
            if roster().actors[found.actor_id].kind != "state":
                return raised(found, _MEMBERS, f'"{" ".join(outer)}" of the actor named')
    return None


def _only_members(before: list[str], after: list[str]) -> bool:
    tail = all(w.islower() for w in after) and all(w in _MEMBERS_OF for w in after[-1:])
    head = all(
        (w.islower() and w.lower() not in ("of", "against", "by", "for", "with"))
        or bool(names().state_of(w))
        or w in _PEOPLES
        for w in before
    )
    return tail and head and bool(before or after)


def _generic(words: str, place: str) -> Finding | None:
    head = _HEAD_ENDS.split(_COUNT.sub("", words))[0]
    parts = head.split()
    noun = role_noun(head)
    if noun is None or noun.group in _VAGUE or noun.noun in _ONLY_WITH_STATE:
        return None
    # A capital that is no part of the noun is a name that was not found ("Clinton officials").
    named = parts[: len(parts) - len(noun.noun.split())] + words.split()[len(parts) :]
    if any(w[0].isupper() and w not in _PEOPLES for w in named):
        return None
    if noun.unit == "gov":
        return None
    return generic(noun, "" if noun.unit else place, "a role noun without a name")
