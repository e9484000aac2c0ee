"""Whether it happened: status and doubt of a trigger.

In:   `Words` with chunks, a `Trigger`
Out:  status, hedged

Method: the auxiliaries before a verb tell it; for a noun, those before the verb that carries
it ("did not launch an attack"). "to" sends on to the word that governs it ("plans to"); "if"
in the same clause makes it hypothetical. A listed word of doubt close by makes it hedged.
Known faults: "no" far before the trigger is not seen.
"""

from sayso.base.nouns import Status
from sayso.extract.rules.lexicon import Lexicon
from sayso.extract.rules.triggers import Trigger
from sayso.extract.rules.words import Words

_STEPS = 8  # words to the left that are looked at; 6 to 10 give the same on train
_DOUBT_REACH = 6  # words before the trigger in which doubt counts; swept 2-8 on train: best


def status_of(words: Words, trigger: Trigger, lexicon: Lexicon) -> Status:
    """Tell the status of a trigger from the words before it."""
    c, status = lexicon.classes, "asserted"
    carried = trigger.is_verb  # the verb is reached: only its auxiliaries are to come
    i = trigger.a - 1
    for _ in range(_STEPS):
        if i < 0:
            break
        low, letter = words.lows[i], words.cls[i]
        if low in c.negations and letter != "C":
            return "negated"
        if low in c.future:
            status = "future"
        elif letter == "O" and low in c.hypothetical:
            status = status if status != "asserted" else "hypothetical"
        elif letter == "T" and carried:
            before = words.lows[i - 1] if i else ""
            if before in c.negated_to:
                return "negated"
            if before in c.future_to and status == "asserted":
                status = "future"
            break
        elif not carried and low in c.future_nouns and status == "asserted":
            status = "future"
        elif not carried and letter == "V" and lexicon.bases.get(low) in lexicon.light:
            carried = True
        elif letter not in "RAO" and (carried or letter not in "DN#MG"):
            break
        i -= 1
    if status == "asserted" and _is_conditional(words, trigger.a):
        return "hypothetical"
    return _STATUS[status]


_STATUS: dict[str, Status] = {
    "asserted": "asserted", "future": "future", "hypothetical": "hypothetical",
}  # fmt: skip


def _is_conditional(words: Words, at: int) -> bool:
    for i in range(at - 1, -1, -1):
        if words.cls[i] in ".,":
            return False
        if words.lows[i] in ("if", "unless"):
            return True
    return False


def is_hedged(words: Words, trigger: Trigger, lexicon: Lexicon) -> bool:
    """Tell whether a word of doubt stands close before the trigger or right after it."""
    hedges = lexicon.classes.hedges
    for i in range(trigger.a - 1, max(-1, trigger.a - 1 - _DOUBT_REACH), -1):
        if words.cls[i] in ".,S":
            break
        if words.lows[i] in hedges and words.cls[i] != "t":
            return True
    return any(low in hedges for low in words.lows[trigger.b : trigger.b + 2])
