"""One mention read: a name, a name with more words around it, or a role without a name.

In:   the words of a mention, and the context of its report
Out:  a `Finding`: the actor, its code, how sure and why; or None

Method, in this order, each only when the one before found nothing sure: an acronym that
the report introduced; the roster; a state with a body or a population ("Afghan police",
"the people of Iraq"); a known group with its members ("IS militants"); a person after
titles; a role noun alone ("gunmen"); a name that nobody knows yet. The last becomes a
provisional actor, whose id is made from its name and so is the same in every report.
Known faults: two unknown persons of one name share a provisional actor.
"""

import re

import msgspec

from sayso.base import ids
from sayso.identify.actors_context import Context, is_title, without_titles
from sayso.identify.actors_finding import Finding, code_of, generic, role_noun
from sayso.identify.actors_names import (
    chosen,
    find,
    fold,
    name_of,
    names,
    trimmed,
)
from sayso.identify.actors_read import Noun as RoleNoun
from sayso.identify.actors_roster import roster
from sayso.identify.actors_words import words

# How sure the ways are; each stands above DECIDED when its own table decided, and was
# checked by eye on the dev documents (docs/actors.md).
_INTRODUCED, _MEMBERS, _SURNAME, _UNKNOWN = 0.95, 0.8, 0.8, 0.75

# Words that may follow a group's name without making another actor of it.
_MEMBERS_OF = words("members")
_PERSON_HEADS = words("person_heads")
_BODY_WORDS = words("body_words")
_PRONOUNS = words("pronouns")
_VAGUE = words("vague")
_ONLY_WITH_STATE = words("only_with_state")
_PEOPLES = words("peoples")
_SMALL = frozenset(
    ["of", "the", "and", "for", "in", "on", "de", "la", "del", "al", "bin", "van", "von", "der"]
)
_SHORTEST = 3  # letters of a provisional name
_BORNE = 0.4  # score of a candidate from which a name is taken to be that of the roster
_POSSESSIVE = re.compile(r"^(?:my|our|your|his|her|its|their)\s", re.IGNORECASE)
_OF = re.compile(r"^(?P<role>[^,]*?)\s(?:of|in|from|for)\s(?:the\s)?(?P<owner>[^,]+)$")
# "the Obama administration", but not "the Iraqi government", which is read word by word.
_RULE = re.compile(
    r"^(?P<owner>[A-Z][\w'’-]+) (?P<role>[Aa]dministration|[Gg]overnment|[Rr]egime)$"
)
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
        _introduced(words, context)
        or _known(words, context)
        or _of_state(words, context)
        or _members(words, context)
        or _person(words, context)
        or _generic(words, place)
        or _new(words, context)
    )


def _introduced(words: str, context: Context) -> Finding | None:
    long = context.introduced.get(words.replace(".", ""))
    if not long:
        return None
    found = _known(long, context) or _new(long, context)
    if found is None:
        return None
    reason = f'the report introduces "{words}" for "{long}"'
    return Finding(
        actor_id=found.actor_id, name=found.name, code=found.code, score=_INTRODUCED,
        reasons=(*found.reasons, reason),
    )  # fmt: skip


def _known(words: str, context: Context) -> Finding | None:
    candidates = find(words, day=context.day, countries=context.countries)
    best = chosen(candidates)
    if best is None and candidates:
        best = chosen(find(words, day=context.day, countries=context.main_countries))
    if best is None:
        return None
    return Finding(
        actor_id=best.actor_id, name=best.name, code=code_of(best.actor_id, context.day),
        score=best.score, reasons=best.reasons, person=best.actor_id.startswith("p."),
    )  # fmt: skip


def _of_state(words: str, context: Context) -> Finding | None:
    for pattern in (_GENITIVE, _OF, _RULE):
        match = pattern.match(words)
        if not match or _names_a_person(match["role"]):
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
    if state and rest and not _names_a_person(_WHERE.split(words)[0]):
        noun = role_noun(rest)
        capitals = sum(w[0].isupper() for w in rest.split())
        proper = noun and capitals > max(1, len(noun.noun.split()))  # "... Petroleum Corporation"
        if noun and not proper and noun.group not in _VAGUE:
            return generic(noun, _iso(state), f"a role noun of {name_of(state)}")
    return None


def _owned(owner: str, noun: RoleNoun | None, context: Context) -> Finding | None:
    """The members of a body ("supporters of IS"), the government of a person ("Assad's")."""
    found = (
        _introduced(owner, context)
        or _known(owner, context)
        or _of_state(owner, context)
        or _person(owner, context)
    )
    if found is None or found.actor_id.startswith("new."):
        return None
    if not found.person:
        return _with(found, _MEMBERS, "members of the actor named")
    states = roster().countries_of(found.actor_id)
    if noun is None or noun.unit != "gov" or len(states) != 1:
        return None
    return generic(noun, next(iter(states)), f"the government of {found.name}")


def _with(found: Finding, score: float, reason: str, *, unsaid: bool = False) -> Finding:
    return msgspec.structs.replace(
        found,
        score=min(found.score, score),
        reasons=(*found.reasons, reason),
        unsaid=unsaid or found.unsaid,
    )


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


def _names_a_person(words: str) -> bool:
    """Whether capitalised words that are no titles close the phrase."""
    last = words.rsplit(maxsplit=1)[-1]
    if not last[0].isupper() or is_title(last) or last.lower() in _MEMBERS_OF:
        return False
    return role_noun(last) is None


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
            found = _introduced(trimmed(name), context) or _known(trimmed(name), context)
            if found is None or found.person or found.actor_id.startswith("new."):
                continue
            states = {_iso(s) for s in map(names().state_of, parts[:i]) if s}
            home = roster().countries_of(found.actor_id)
            if states and home and not states <= home:
                continue  # "Romanian Security Service" is not that of another state
            if roster().actors[found.actor_id].kind != "state":
                return _with(found, _MEMBERS, f'"{" ".join(outer)}" of the actor named')
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


def _person(words: str, context: Context) -> Finding | None:
    parts = words.split()
    start = len(parts)
    while start and (_is_name(parts[start - 1]) and not is_title(parts[start - 1])):
        start -= 1
    while start < len(parts) and parts[start][0].islower() and "-" not in parts[start]:
        start += 1
    if start == len(parts) or (start and not _titled(parts[:start])):
        return None
    own = without_titles(parts[start:])
    if _BODY_WORDS & {p.lower() for p in own}:
        return None
    name = " ".join(own)
    titled = start > 0 or any(is_title(p) for p in parts[: len(parts) - len(own)])
    if titled and len(own) > 1:
        found = _known_person(name, context)
        if found:
            return found
    full = "" if _borne(name, context) and not titled else context.full_name(name)
    if full and fold(full) != fold(name):
        found = _known_person(full, context) or _new(full, context, person=True)
        if found:
            reason = f'"{full}" is the one full name in the report'
            return _with(found, _SURNAME, reason, unsaid=True)
    if not titled:
        return None  # the whole was looked up before
    found = _known_person(name, context) or _holder(own[-1], context)
    return found or _new(name, context, person=True)


def _known_person(name: str, context: Context) -> Finding | None:
    """A person of the roster, with or without the initials of middle names."""
    for form in dict.fromkeys((name, re.sub(r"(?<=\w )[A-Z]\. ", "", name))):
        found = _known(form, context)
        if found and found.person:
            return found
    return None


def _holder(surname: str, context: Context) -> Finding | None:
    """The one person of that surname who held an office of the report's states on its day."""
    if context.day is None:
        return None
    held = [
        person
        for person in names().surnames.get(fold(surname).split()[-1], [])
        if roster().countries_of(person) & context.countries and code_of(person, context.day)
    ]
    if len(held) != 1:
        return None
    return Finding(
        actor_id=held[0], name=name_of(held[0]), code=code_of(held[0], context.day),
        score=_SURNAME - 0.05, reasons=("the one holder of an office of that surname",),
        unsaid=True, person=True,
    )  # fmt: skip


def _titled(before: list[str]) -> bool:
    """Whether titles stand before a name, and no body of which the person is a part."""
    if "of" in before and before.index("of") and not is_title(before[before.index("of") - 1]):
        return False  # "the party of President ..."
    last = before[-1].rstrip(",")
    if last == "of" and len(before) > 1:
        return is_title(before[-2])  # "President of Colombia Juan ..."
    return is_title(last) or role_noun(last) is not None


def _is_name(word: str) -> bool:
    return word[0].isupper() or bool(re.match(r"(?:al|el|bin|ben|de|van|von|der|ag)(?:-|$)", word))


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


def _new(words: str, context: Context, *, person: bool = False) -> Finding | None:
    """A provisional actor for a name that the roster does not know."""
    parts = words.split()
    if not _like_a_name(parts) or (len(parts) == 1 and _a_common_word(words, context)):
        return None
    if _borne(words, context):
        return None
    return Finding(
        actor_id=provisional(words), name=words, code="", score=_UNKNOWN,
        reasons=("a name that the roster does not know",),
        person=person or _like_a_person(parts),
    )  # fmt: skip


def _borne(name: str, context: Context) -> bool:
    """Whether the roster has a name but could not tell its bearers apart: left undecided."""
    candidates = find(name, day=context.day, countries=context.countries)
    return any(c.score >= _BORNE and not c.actor_id.startswith("p.") for c in candidates)


def _like_a_name(parts: list[str]) -> bool:
    """Capitalised throughout, and more than a title or a role noun."""
    if not parts[0][0].isupper() and not parts[0].lower().startswith(("al-", "el-")):
        return False
    if not all(p[0].isupper() or p[0].isdigit() or p in _SMALL or "-" in p for p in parts):
        return False
    bare = without_titles(parts)
    if len(bare) < len(parts) and len(bare) == 1 and bare[0].lower() not in _BODY_WORDS:
        return False  # a surname after a title, which was looked up before
    plain = all(p.lower() in _MEMBERS_OF or role_noun(p) for p in parts)
    titles = all(is_title(p) or p.lower() in _SMALL for p in parts)
    return not (plain or titles or len(" ".join(parts)) < _SHORTEST)


def _a_common_word(word: str, context: Context) -> bool:
    """Whether a single word is none that a name would be.

    It is one if the report has it in small letters, or after "the" ("the Coalition"), or
    with its capital only where a sentence may begin ("Witnesses").
    """
    text, own = context.doc.text, re.escape(word)
    if re.search(rf"\b{re.escape(word.lower())}\b|\b[Tt]he {own}\b", text):
        return True
    return not re.search(rf"[\w,;][’']?s? {own}\b", text)


def _like_a_person(parts: list[str]) -> bool:
    """Two to four words of which none is a noun of bodies ("University", "Company")."""
    return 2 <= len(parts) <= 4 and not any(
        role_noun(p) or p.lower() in _BODY_WORDS or p.isupper() or p in ("of", "the", "for")
        for p in parts
    )


def provisional(name: str) -> str:
    """The id of an actor that the roster does not know: the same for the same name.

    >>> provisional("Bilai Abdi") == provisional("BILAI ABDI")
    True
    """
    words = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    return f"new.{words}" if words else f"new.{ids.digest(fold(name))}"
