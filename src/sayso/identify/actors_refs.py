"""Mentions that name nobody: "the group", "he", "I", "the army", "its leader".

In:   a mention, its claim, and the actors that the report named, in text order
Out:  the one actor that fits, or None

Method: each kind of reference has the actors that it may mean: armed groups for "the
militants", persons for "he", the speaker for "I" in a quotation, the one state told of for
"the army". It is resolved when exactly one of them was named before, in the report or, if
that is not one, in the sentences just before.
"He", "it" and "they" are read in `actors_pronouns`.
Known faults: "both", "the two countries" and a "we" spoken by a person stay open.
"""

import re
from collections.abc import Callable

from sayso.base.nouns import Actor, Candidate, Claim, Voice
from sayso.identify.actors_context import Context
from sayso.identify.actors_finding import Finding, code_of, generic, role_noun
from sayso.identify.actors_index import fold
from sayso.identify.actors_names import name_of
from sayso.identify.actors_pronouns import HE, IT, THEY, meant
from sayso.identify.actors_roster import roster
from sayso.identify.actors_told import Told
from sayso.identify.actors_words import words

# About two sentences of news before the mention (a sentence of dev has 135 characters).
_NEAR = 300
# Every reference is less sure than a name; .71 keeps it above the threshold and below all else.
_SCORE = 0.71

_GROUP_WORDS = words("group_words")
_PEOPLES = words("peoples")
_WIDE = frozenset(("organization", "organisation", "movement", "network"))
_POINTING = frozenset(("the", "these", "those"))
_ARMED = frozenset(("armed_group", "militia"))
_BODIES = _ARMED | {"ngo", "igo", "party", "media", "de_facto"}
_PERSON_WORDS = HE
_SPEAKER_WORDS = frozenset(["i", "me", "my", "mine", "myself"])
_SPEAKERS = frozenset(["we", "us", "our", "ours", "ourselves"])
_LED = re.compile(
    r"^(?:its|their|the (?:group|movement|organi[sz]ation)['’]s) (?:top )?"
    r"(?P<office>leader|head|chief|commander)$"
)


def is_reference(text: str, found: Finding) -> bool:
    """Whether a role noun may stand for an actor that was named before ("the rebels")."""
    return text.split(maxsplit=1)[0].lower() in _POINTING and found.actor_id.startswith("any.")


def resolve(
    mention: Actor | Voice,
    claim: Claim,
    named: list[Told],
    all_told: list[Told],
    context: Context,
) -> Finding | None:
    """Find the one actor that a reference stands for.

    Args:
        mention: the words that name nobody.
        claim: the claim that they stand in.
        named: actors with a name that the report names, in text order.
        all_told: these, with roles, and what no claim mentions.
        context: the report.

    Returns:
        The actor, or None when no actor fits or several do.
    """
    words = " ".join(mention.text.lower().split())
    # "He told him": who stands in another role of the claim is not the one referred to.
    others = {(m.start, m.end) for m in (*claim.actor, *claim.recipient)}
    before = [t for t in named if t.end <= mention.start and (t.start, t.end) not in others]
    if words in _PERSON_WORDS:
        found = _one(mention, before, _is_person, "the one person just named", near=True)
        if found and _alone(found, mention, context):
            return found
    if words in HE | IT | THEY:
        told = [t for t in all_told if t.end <= mention.start and (t.start, t.end) not in others]
        pronoun = meant(mention.start, mention.end, words, told, context)
        return _referred(*pronoun) if pronoun else None
    if words in _SPEAKER_WORDS | _SPEAKERS:
        return _speaker(claim, named, all_told, context, body=words in _SPEAKERS)
    led = _LED.match(words)
    if led:
        group = _one(mention, before, _is_armed, "the one group named")
        return _holder(group, context) if group else None
    if _points_to_group(mention.text):
        fits = _is_body if words.split()[-1] in _WIDE else _is_armed
        return _one(mention, before, fits, "the one group named")
    return _part_of_name(mention, before) or _body_of_state(mention, context)


def fitting(mention: Actor | Voice, claim: Claim, named: list[Told]) -> tuple[Candidate, ...]:
    """Those between whom "he" or "the group" stays open, the last named first.

    Their score is an equal share: nothing tells them apart.

    Args:
        mention: a reference that was not resolved.
        claim: the claim that it stands in.
        named: as for `resolve`.
    """
    words = " ".join(mention.text.lower().split())
    if words in _PERSON_WORDS:
        fits = _is_person
    elif _points_to_group(mention.text):
        fits = _is_body if words.split()[-1] in _WIDE else _is_armed
    else:
        return ()
    others = {(m.start, m.end) for m in (*claim.actor, *claim.recipient)}
    before = [
        t.finding
        for t in reversed(named)
        if t.end <= mention.start and (t.start, t.end) not in others and fits(t.finding)
    ]
    found = {finding.actor_id: finding for finding in reversed(before)}
    order = dict.fromkeys(finding.actor_id for finding in before if finding.actor_id)
    share = 1 / max(len(found), 2)  # one alone stays open since the text has others that fit
    return tuple(
        Candidate(
            id=actor, name=found[actor].name, score=round(share, 3),
            reasons=("named before; others fit as well",),
        )
        for actor in order
    )  # fmt: skip


def _part_of_name(mention: Actor | Voice, before: list[Told]) -> Finding | None:
    """The one body of whose name "the party", "the Front", "the brigades" is a part."""
    words = mention.text.split()
    if len(words) != 2 or words[0].lower() != "the":
        return None
    noun = role_noun(words[1])
    if words[1].islower() and noun is not None and noun.unit:
        return None  # "the government": of the state told of
    word = _stem(words[1])
    found = {
        t.finding.actor_id: t.finding
        for t in before
        if t.kind == "body" and word in map(_stem, t.finding.name.split())
    }
    if len(found) != 1 or "" in found:
        return None
    return _referred(next(iter(found.values())), "the one name of which it is a part")


def _stem(word: str) -> str:
    return fold(word).removesuffix("s")


def _points_to_group(text: str) -> bool:
    words = text.split()
    if len(words) < 2 or words[0].lower() not in _POINTING:
        return False
    return words[-1] in _GROUP_WORDS and all(w.islower() or w in _PEOPLES for w in words[1:])


def _one(
    mention: Actor | Voice,
    before: list[Told],
    fits: Callable[[Finding], bool],
    reason: str,
    *,
    near: bool = False,
) -> Finding | None:
    """The one actor that fits, of the report if there is only one, else of just before."""
    fitting = [t for t in before if fits(t.finding)]
    close = [t for t in fitting if t.end >= mention.start - _NEAR]
    for pool in (close,) if near else (fitting, close):
        found = {t.finding.actor_id: t.finding for t in pool}
        if len(found) == 1 and "" not in found:
            return _referred(next(iter(found.values())), reason)
    return None


def _alone(person: Finding, mention: Actor | Voice, context: Context) -> bool:
    """Whether the text just before names no other person, in a claim or not."""
    mine = set(fold(person.name).split())
    return all(
        mine & set(fold(name).split())
        for start, end, name in context.named_persons
        if mention.start - _NEAR <= start and end <= mention.start
    )


def _referred(finding: Finding, reason: str) -> Finding:
    return Finding(
        actor_id=finding.actor_id, name=finding.name, code=finding.code, score=_SCORE,
        reasons=(reason,), unsaid=True, person=finding.person,
    )  # fmt: skip


def _speaker(
    claim: Claim, named: list[Told], all_told: list[Told], context: Context, *, body: bool
) -> Finding | None:
    """Who says "I" or, if a body speaks, "we": the innermost voice of the claim."""
    if not claim.source:
        return None
    voice = claim.source[0]
    said = [t.finding for t in named if (t.start, t.end) == (voice.start, voice.end)]
    if not said and voice.text.lower() in _PERSON_WORDS | IT | THEY:
        said = [f for f in (resolve(voice, claim, named, all_told, context),) if f]
    if not said or said[0].person is body:
        return None
    if body and said[0].actor_id not in roster().actors:
        return None
    return _referred(said[0], "the voice that speaks")


def _holder(group: Finding, context: Context) -> Finding | None:
    day = context.day
    if day is None:
        return None
    held = {
        role.person
        for roles in roster().roles.values()
        for role in roles
        if role.body == group.actor_id
        and role.office == "leader"
        and (role.since is None or role.since <= day)
        and (role.until is None or day <= role.until)
    }
    if len(held) != 1:
        return None
    person = next(iter(held))
    return Finding(
        actor_id=person, name=name_of(person), code=code_of(person, day), score=_SCORE,
        reasons=(f"leader of {group.name} on the day of the report",), unsaid=True, person=True,
    )  # fmt: skip


def _body_of_state(mention: Actor | Voice, context: Context) -> Finding | None:
    """A body of the one state told of just before, or in the whole report."""
    words = mention.text.split()
    noun = role_noun(mention.text)
    alone = len(words) == 1 and noun is not None and noun.unit == "gov"  # "Authorities"
    if (words[0].lower() != "the" and not alone) or any(w[0].isupper() for w in words[1:]):
        return None
    if noun is None or not noun.unit or noun.noun == "forces":
        return None
    near = context.states_between(mention.start - _NEAR, mention.end)
    for states in (near, context.countries, context.main_countries):
        if len(states) == 1:
            found = generic(noun, next(iter(states)), "the one state told of")
            return _referred(found, "a body of the one state told of")
    return None


def _is_person(finding: Finding) -> bool:
    return finding.person


def _is_armed(finding: Finding) -> bool:
    known = roster().actors.get(finding.actor_id)
    return finding.actor_id == "" or (known is not None and known.kind in _ARMED)


def _is_body(finding: Finding) -> bool:
    known = roster().actors.get(finding.actor_id)
    return finding.actor_id == "" or (known is not None and known.kind in _BODIES)
