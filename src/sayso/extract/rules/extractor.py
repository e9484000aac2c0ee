"""Draft."""
from sayso.base.ids import claim_id
from sayso.base.nouns import Actor, Claim, Document, Place, Reading, Span
from sayso.extract.rules import frame as fr
from sayso.extract.rules import lexicon as lx
from sayso.extract.rules.triggers import drop_weak, find_triggers
from sayso.extract.rules.words import find_chunks, read_words


class RuleExtractor:
    def __init__(self):
        self.lexicon = lx.load()

    def extract(self, doc, reading):
        out = []
        for s in reading.sentences:
            w = read_words(s, self.lexicon)
            ts = find_triggers(w, self.lexicon)
            find_chunks(w)
            kept, gone = drop_weak(ts)
            def sp(c, cls):
                a, b = w.starts[c.a], w.ends[c.b - 1]
                return cls(start=a, end=b, text=doc.text[a:b])
            for t in kept:
                a, r, p = fr.frame(w, t, self.lexicon)
                st, en = w.starts[t.a], w.ends[t.b - 1]
                out.append(Claim(id=claim_id(doc.report_id, t.group.kind, t.group.type, st, en), doc=doc.report_id, kind=t.group.kind, type=t.group.type, mode=t.group.mode,
                    trigger=Span(start=st, end=en, text=doc.text[st:en]), evidence=Span(start=s.start, end=s.end, text=s.text),
                    actor=tuple(sp(c, Actor) for c in a), recipient=tuple(sp(c, Actor) for c in r), place=tuple(sp(c, Place) for c in p)))
        return tuple(out)
