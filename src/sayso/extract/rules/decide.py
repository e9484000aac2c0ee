"""What claims make of each other: voice, status, and what becomes another type.

In:   the drafts of a sentence, and its attributions
Out:  the drafts that stay, with source, status and hedged

Method: what an accuser alleges has the accuser as source and is hedged; what a request asks
for is hypothetical, with the one who asks as source; what a promise, a threat or a refusal
is about is no claim of its own, but gives the recipient. A denied act is the claim, negated,
with the denier as source. A meeting or help that will be is
AGREE, a withdrawal that will be is CONCEDE (codebook).
Known faults: only the nearest governing word is looked at.
"""

from sayso.extract.rules.draft import Draft, ranges
from sayso.extract.rules.lexicon import Lexicon
from sayso.extract.rules.status import is_hedged, status_of
from sayso.extract.rules.voices import Attribution, covering
from sayso.extract.rules.words import Words

_SWALLOW = frozenset(("AGREE", "THREATEN", "REJECT", "CONCEDE"))  # "agreed to meet" is one claim
_PROMISED = {"CONSULT": "AGREE", "AID": "AGREE", "COOPERATE": "AGREE"}
_YIELDED = frozenset(("withdraw", "release", "ceasefire"))
_PASSING = frozenset(("on", "in", "at", "after", "with", "from", "by", "over", "who", "during"))
_AIM_REACH = 12  # words after a request for what it asks; 9 to 16 within .003 on train
_RULE_REACH = 8  # words before a trigger for a claim that it completes; of 5, 8, 12 best


def decide(
    words: Words, drafts: list[Draft], said: list[Attribution], lexicon: Lexicon
) -> list[Draft]:
    """Give drafts their voice and status; leave out what another claim holds already."""
    ends = {d.trigger[1] - 1: d for d in drafts if d.at is not None and d.kind == "event"}
    kept = [d for d in drafts if _stays(words, d, said, ends, lexicon)]
    return [d for d in kept if not d.gave_way]


def _stays(
    words: Words, draft: Draft, said: list[Attribution], ends: dict[int, Draft], lexicon: Lexicon
) -> bool:
    speakers = covering(said, draft.trigger[0])
    draft.source = [r for a in speakers for r in ranges(words, a.speakers)]
    if draft.at is None:
        return True
    draft.hedged = is_hedged(words, draft.at, lexicon)
    draft.status = status_of(words, draft.at, lexicon)
    if draft.status == "asserted" and any(a.denies for a in speakers):
        draft.status = "negated"
    ruler = _ruler(words, draft, ends)
    if ruler is not None and not _completes(draft, ruler):
        return False
    if draft.at.group.modal and not _is_request(draft):
        return False
    if not draft.mode and draft.type in lexicon.aims:
        draft.mode = _aim(words, draft, lexicon.aims[draft.type])
    _retype(draft)
    return True


def _ruler(words: Words, draft: Draft, ends: dict[int, Draft]) -> Draft | None:
    """Find the claim whose complement the draft is: "urged X to", "accused X of"."""
    a = draft.trigger[0]
    for i in range(a - 1, max(-1, a - 1 - _RULE_REACH), -1):
        if i in ends and ends[i] is not draft:
            return ends[i] if _rules(ends[i], draft, words.lows[i:a]) else None
        if words.cls[i] == "V" or (words.cls[i] in ".S," and words.lows[i] != "that"):
            return None
    return None


def _rules(ruler: Draft, draft: Draft, between: list[str]) -> bool:
    """Tell whether the words from the ruler's last to the draft make one complete the other."""
    if ruler.type == "REJECT" and draft.at is not None and not draft.at.is_verb:
        return True
    if ruler.type == "REQUEST" and draft.at is not None and not draft.at.is_verb:
        return not _PASSING.intersection(between)  # "demanded the release", "called for talks"
    if ruler.type == "ACCUSE":
        return "of" in between or "for" in between
    if ruler.type in _SWALLOW or (ruler.at is not None and ruler.at.is_verb):
        return "to" in between or "that" in between or between[0] == "for"
    return False


def _completes(draft: Draft, ruler: Draft) -> bool:
    """Give the draft what the ruling claim says about it; False: the ruler holds it all."""
    if ruler.at is not None and ruler.at.base == "deny" and ruler.at.is_verb:
        draft.status, ruler.gave_way = "negated", True  # the denied act is the claim
        draft.source = ruler.actor[:1] + [r for r in draft.source if r not in ruler.actor]
        return True
    if ruler.type in _SWALLOW and draft.kind == "event":
        if ruler.type in ("REJECT", "THREATEN"):
            ruler.recipient = ruler.recipient or draft.recipient or draft.place
        return False
    alleged = ruler.type == "ACCUSE" and ruler.mode == "allege"
    if alleged or ruler.type == "REQUEST":
        draft.source = ruler.actor[:1] + [r for r in draft.source if r not in ruler.actor]
        if alleged:
            draft.hedged = True
        else:
            draft.status = "hypothetical"
    return True


def _aim(words: Words, draft: Draft, modes: dict[str, str]) -> str:
    """Tell the mode of a request, refusal or threat by the words after it."""
    b = draft.trigger[1]
    for i in range(b, min(b + _AIM_REACH, len(words.lows))):
        for form in (words.lows[i], " ".join(words.lows[i : i + 2])):
            if form in modes:
                return modes[form]
    return modes[""]


def _is_request(draft: Draft) -> bool:
    """Turn "X must leave, Y said" to a request by Y to X; False when nobody says it."""
    draft.recipient, draft.actor, draft.source = draft.actor, draft.source[:1], []
    draft.status = "asserted"
    return bool(draft.recipient and draft.actor)


def _retype(draft: Draft) -> None:
    if draft.status != "future":
        return
    yields = draft.type == "RETREAT" and draft.mode in _YIELDED
    new = "CONCEDE" if yields else _PROMISED.get(draft.type)
    if new:
        draft.type, draft.mode, draft.status = new, "", "asserted"
