"""Claims from a document by rules and reviewed word lists.

In:   a `Document` and its `Reading` (sentences, quotations, counts)
Out:  `Claim`s in text order

Method: for each sentence: words, triggers, noun phrases, frame (who to whom), forms
(relations), then place, time, number and means, then voice and status. No trained model.
Known faults: see the modules. Mentions stay in the trigger's sentence, but for the voice of a
quotation; "he" and "the group" get no name.
"""

from importlib.metadata import version

from sayso.base.nouns import Claim, Count, Document, Quotation, Reading, Sentence, Voice
from sayso.extract.rules import forms, lexicon, offices, voices
from sayso.extract.rules.attach import attach
from sayso.extract.rules.chunks import find_chunks
from sayso.extract.rules.decide import decide
from sayso.extract.rules.draft import Draft, claim_of, ranges
from sayso.extract.rules.frame import frame
from sayso.extract.rules.tagging import classify
from sayso.extract.rules.triggers import Trigger, drop_weak, find_triggers
from sayso.extract.rules.words import Words, divide

_NUMBER = 1  # of this set of rules; goes up when its claims change


class RuleExtractor:
    """Draws claims by rules. Holds the word lists; keeps no state between documents."""

    def __init__(self) -> None:
        self._lexicon = lexicon.load()
        self._made_by = f"sayso {version('sayso')} rules-{_NUMBER}"

    @property
    def made_by(self) -> str:
        """Step, version and number of the rules, as claims carry it."""
        return self._made_by

    def extract(self, doc: Document, reading: Reading) -> tuple[Claim, ...]:
        """Draw the claims of a document.

        Args:
            doc: the document.
            reading: its sentences, quotations and counts; each span fits `doc.text`.

        Returns:
            Claims in text order. Two of one kind and type never share a trigger.
        """
        claims = [
            claim_of(draft, words, doc, self._made_by)
            for sentence in reading.sentences
            for words, draft in self._of_sentence(sentence, reading)
        ]
        return tuple(sorted(claims, key=lambda c: (c.trigger.start, c.kind, c.type)))

    def _of_sentence(self, sentence: Sentence, reading: Reading) -> list[tuple[Words, Draft]]:
        words = divide(sentence, self._lexicon)
        classify(words, self._lexicon)
        triggers, gone = drop_weak(find_triggers(words, self._lexicon))
        find_chunks(words)
        drafts = [self._draft(words, t) for t in triggers]
        taken = {k for d in drafts if d.kind == "relation" for k in range(*d.trigger)}
        for formed in (
            *offices.find_offices(words, self._lexicon),
            *forms.find_acronyms(words),
            *forms.find_compounds(words, self._lexicon),
        ):
            if taken.isdisjoint(range(*formed.trigger)):
                taken.update(range(*formed.trigger))
                drafts.append(_of_form(words, formed))
        said = voices.find_attributions(words, self._lexicon)
        kept = decide(words, drafts, said, self._lexicon)
        attach(words, kept, gone, _within(reading.counts, sentence), self._lexicon)
        for draft in kept:
            draft.score = self._lexicon.scores[draft.type]
            draft.voices = _quoted(reading.quotations, words.starts[draft.trigger[0]])
        return [(words, draft) for draft in kept]

    def _draft(self, words: Words, trigger: Trigger) -> Draft:
        actor, recipient, place = frame(words, trigger, self._lexicon)
        group = trigger.group
        return Draft(
            kind=group.kind, type=group.type, mode=group.mode, trigger=(trigger.a, trigger.b),
            at=trigger, actor=ranges(words, actor),
            recipient=ranges(words, recipient), place=ranges(words, place),
        )  # fmt: skip


def _of_form(words: Words, formed: forms.Formed) -> Draft:
    draft = Draft(
        kind="relation", type=formed.type, mode=formed.mode, trigger=formed.trigger,
        actor=list(formed.actor), recipient=list(formed.recipient),
        place=list(formed.place),
    )  # fmt: skip
    if formed.former:
        a, b = formed.former
        draft.time.append((words.starts[a], words.ends[b - 1]))
    return draft


def _within(counts: tuple[Count, ...], sentence: Sentence) -> list[Count]:
    return [c for c in counts if sentence.start <= c.start and c.end <= sentence.end]


def _quoted(quotations: tuple[Quotation, ...], at: int) -> tuple[Voice, ...]:
    return next((q.voices for q in quotations if q.start <= at < q.end), ())
