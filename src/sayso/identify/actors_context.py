"""What a report as a whole says of its actors: countries, acronyms, full names of persons.

In:   a document
Out:  `Context`: the countries that it names, the acronyms that it introduces, and the full
      names that surnames in it belong to

Method: capitalised words and runs of them are held against the words that name states. An
acronym in brackets belongs to the longest run of words before it that the roster knows, or
to the words whose initials it has. A surname belongs to the one full name that ends in it.
Known faults: "Georgia" and "Jordan" count as states when they are a state of the USA or a
person.
"""

import bisect
import datetime as dt
import functools
import re
from collections import Counter, defaultdict

from sayso.base.nouns import Document
from sayso.identify.actors_index import fold, names, trimmed
from sayso.identify.actors_names import chosen, find
from sayso.identify.actors_roster import roster
from sayso.identify.actors_words import words

_WORD = re.compile(r"[^\W_][\w'’.-]*")
_OWNS, _OWNER = re.compile(r"['’]s$|['’]$"), re.compile(r"['’]s$")
_LONGEST = 4  # words in the longest name of a state or person that the scan tries

_LONGEST_BODY, _REACH = 6, 80  # words and characters of a name that the scan tries
_MAY_BE = 0.4  # score from which a candidate counts as one that may be meant
_BODIES = frozenset(("armed_group", "militia", "party", "ngo", "igo", "de_facto"))

_BRACKETS = re.compile(r"\(([^\W\d_a-z][\w.&/-]{1,10})(?:[,;)]| in [^)]*\))")
_BEFORE = 9  # words before the brackets in which the long name is looked for

_PARTICLES = r"al|el|bin|ben|ibn|abu|de|da|del|della|di|du|van|von|der|den|la|le|ter|ag|ould"
_CAPITAL = r"(?:(?:al|el|Al|El|ad|as|ar|an)-)?[A-ZÀ-ÞŠŽĐ][\w'’-]*[\w]"
_PERSON = re.compile(rf"{_CAPITAL}(?:\s+(?:{_CAPITAL}|[A-Z]\.|(?:{_PARTICLES})\b)){{1,6}}")

# One capitalised word, with a title before it or not.
_SINGLE = re.compile(
    rf"(?P<title>\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|President|Minister|General)\.? )?\b(?P<name>{_CAPITAL})"
)
# The end of a sentence: a stop, closing marks, and a capital or an opening mark.
_ENDS = re.compile(
    r"(?:(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Lt|No))(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Col|Maj|Sgt))[.!?]"
    r"[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n+)"
)


class Context:
    """A report, as far as the identification of its actors needs it."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.day: dt.date | None = doc.published

    @functools.cached_property
    def mentions_of_states(self) -> tuple[tuple[int, str], ...]:
        """Where states are named, by name, adjective or capital: (offset, ISO 3166 alpha-3)."""
        index = names()
        words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(self.doc.text)]
        found, i = [], 0
        while i < len(words):
            step = 1
            if words[i][2][0].isupper() and _may_open(words[i][2], index.state_openers):
                for n in range(min(_LONGEST, len(words) - i), 0, -1):
                    phrase = self.doc.text[words[i][0] : words[i + n - 1][1]]
                    phrase = _OWNS.sub("", phrase)
                    state = index.state_of(phrase) or index.state_of(phrase.rstrip("."))
                    if state:
                        found.append((words[i][0], roster().actors[state].country))
                        step = n
                        break
            i += step
        return tuple(found)

    @functools.cached_property
    def countries(self) -> frozenset[str]:
        """States that the report names."""
        return frozenset(iso for _, iso in self.mentions_of_states)

    @functools.cached_property
    def counts(self) -> Counter[str]:
        """How often each state is named."""
        return Counter(iso for _, iso in self.mentions_of_states)

    @functools.cached_property
    def main_countries(self) -> frozenset[str]:
        """States named at least a quarter as often as the one named most."""
        most = max(self.counts.values(), default=0)
        return frozenset(iso for iso, n in self.counts.items() if n * 4 >= most)

    def states_between(self, start: int, end: int) -> frozenset[str]:
        """States named in a stretch of the text."""
        return frozenset(iso for at, iso in self.mentions_of_states if start <= at < end)

    @functools.cached_property
    def bodies(self) -> tuple[tuple[int, int, str], ...]:
        """Where groups and organisations of the roster are named: (start, end, id).

        The id is "" where the name is shared and cannot be told apart.
        """
        index = names()
        spans = [m for m in _WORD.finditer(self.doc.text) if m.group()[0].isupper()]
        spans += [m for m in _WORD.finditer(self.doc.text) if m.group().startswith(("al-", "el-"))]
        found: list[tuple[int, int, str]] = []
        for first in sorted(spans, key=lambda m: m.start()):
            word = _OWNER.sub("", first.group()).rstrip(".")
            opens = (
                word in index.first_words or (fold(word).split() or [""])[0] in index.first_words
            )
            if not opens or (found and first.start() < found[-1][1]):
                continue
            line = self.doc.text[first.start() : first.start() + _REACH].split("\n")[0]
            ends = [m.end() for m in _WORD.finditer(line)][:_LONGEST_BODY]
            for end in reversed(ends):
                name = _OWNER.sub("", line[:end]).rstrip(".")
                if not (index.by_acronym.get(name) or index.by_name.get(fold(name))):
                    continue
                if name in self.introduced:
                    break  # it means what the report says
                hits = find(name, day=self.day, countries=self.countries)
                kinds = {_kind(c.id) for c in hits if c.score >= _MAY_BE}
                if kinds & _BODIES:
                    best = chosen(hits)
                    actor = best.id if best else ""
                    found.append((first.start(), first.start() + end, actor))
                break
        return tuple(found)

    @functools.cached_property
    def persons(self) -> tuple[tuple[int, int, str], ...]:
        """Where full names of persons stand: (start, end, name without titles)."""
        found = []
        for match in _PERSON.finditer(self.doc.text):
            parts = without_titles(_OWNER.sub("", match.group()).split())
            if len(parts) < 2 or parts[-1].isupper() or _BODY_WORDS & {p.lower() for p in parts}:
                continue
            full = " ".join(parts)
            # What the roster knows otherwise is no person, nor is a headline in capitals
            # ("Islamic State", "Taliban Attack Repulsed").
            if len(parts) > _LONGEST or any(
                names().by_name.get(fold(p)) for p in (full, *parts[:-1])
            ):
                continue
            found.append((match.start(), match.end(), full))
        return tuple(found)

    @functools.cached_property
    def sure_persons(self) -> frozenset[str]:
        """Full names that stand after a title, or of which a part stands alone elsewhere."""
        sure = set()
        for start, _, full in self.persons:
            first = self.doc.text[start:].split(maxsplit=1)[0]
            before = self.doc.text[max(start - 30, 0) : start].split()
            if is_title(first) or (before and is_title(before[-1])):
                sure.add(full)
        spans = {start for start, _, _ in self.persons}
        sure.update(full for start, _, full in self.named_persons if start not in spans)
        return frozenset(sure)

    @functools.cached_property
    def named_persons(self) -> tuple[tuple[int, int, str], ...]:
        """Where persons stand, by full name, by a surname of one, or by a name after a title."""
        found = list(self.persons)
        ends = [(start, end) for start, end, _ in found]
        for match in _SINGLE.finditer(self.doc.text):
            start, end = match.span("name")
            if any(s <= start < e for s, e in ends):
                continue
            word = _OWNER.sub("", match["name"])
            full = self.full_name(word)
            if full or match["title"]:
                found.append((start, end, full or word))
        return tuple(sorted(found))

    @functools.cached_property
    def _sentences(self) -> list[int]:
        return [0, *(m.end() for m in _ENDS.finditer(self.doc.text))]

    def sentence_start(self, at: int) -> int:
        """Where the sentence begins that an offset stands in."""
        i = bisect.bisect_right(self._sentences, at) - 1
        return self._sentences[max(i, 0)]

    @functools.cached_property
    def introduced(self) -> dict[str, str]:
        """Acronyms that the report introduces in brackets, each with its long name."""
        found: dict[str, str] = {}
        for match in _BRACKETS.finditer(self.doc.text):
            short = match[1].rstrip(".")
            if sum(c.isupper() for c in short) < 2:
                continue
            long = self._long_name(self.doc.text[: match.start()], short)
            if long:
                found.setdefault(short.replace(".", ""), long)
        return found

    def _long_name(self, before: str, short: str) -> str:
        line = before[before.rfind("\n") + 1 :]
        words = list(_WORD.finditer(line))[-_BEFORE:]
        if not words or len(line) - words[-1].end() > 2:
            return ""
        tails = [line[w.start() : words[-1].end()] for w in words if w.group()[0].isupper()]
        for tail in tails:
            if chosen(find(tail, day=self.day, countries=self.countries)):
                return trimmed(tail)
        letters = re.sub(r"[^A-Za-z]", "", short).lower()
        for tail in reversed(tails):
            initials = "".join(w[0] for w in re.split(r"[\s-]+", tail) if w).lower()
            capitals = "".join(w[0] for w in re.split(r"[\s-]+", tail) if w[:1].isupper()).lower()
            if letters in (initials, capitals):
                return trimmed(tail)
        return ""

    @functools.cached_property
    def _full_names(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for _, _, full in self.persons:
            parts = full.split()
            for part in {parts[0], parts[-1], " ".join(parts[1:])}:
                found[_key(part)].add(full)
        return dict(found)

    def full_name(self, surname: str) -> str:
        """The one full name of the report that a surname is a part of, "" when none or several.

        Of names of which the shortest is a part of all others ("Abdel Bari", "Naser Eldin
        Abdel Bari") the longest is taken.
        """
        found = self._full_names.get(_key(surname), set())
        if not found:
            return ""
        by_length = sorted(found, key=lambda n: (len(n), n))
        same = all(fold(by_length[0]) in fold(n) for n in found)
        return by_length[-1] if same else ""


_TITLES = words("titles")
_MODIFIERS = words("modifiers")
_OPENERS = words("openers")
_BODY_WORDS = words("body_words")


def without_titles(parts: list[str]) -> list[str]:
    """Take what stands before a person's name off it: titles, states, "Two-year-old"."""
    owners = [i for i, p in enumerate(parts[:-1]) if re.search(r"['’]s?$", p)]
    last = max([i for i, p in enumerate(parts[:-2]) if _is_rank(p)] + owners, default=-1)
    parts = parts[last + 1 :]
    while len(parts) > 1:
        if len(parts) > 2 and names().state_of(" ".join(parts[:2])):
            parts = parts[2:]
        elif (
            is_title(parts[0])
            or parts[0].lower() in _OPENERS
            or names().state_of(re.sub(r"['’]s?$", "", parts[0]))
            or re.search(r"-[a-z]+-[a-z]|-(?:backed|led|born|based|appointed)$", parts[0])
        ):
            parts = parts[1:]
        else:
            break
    return parts


def _may_open(word: str, openers: frozenset[str]) -> bool:
    word = _OWNS.sub("", word)
    return word.replace(".", "") in openers or (fold(word).split() or [""])[0] in openers


def _kind(actor: str) -> str:
    known = roster().actors.get(actor)
    return known.kind if known else "person"


def is_title(word: str) -> bool:
    """Whether a word is a title, or what stands before one, in front of a person's name."""
    return _is_rank(word) or word.lower() in _MODIFIERS


def _is_rank(word: str) -> bool:
    return word.lower() in _TITLES or word.lower().rstrip(".") in _TITLES


def _key(text: str) -> str:
    return fold(re.sub(r"^(?:al|el)[- ]", "", text, flags=re.IGNORECASE))
