"""Near-copies of an article, and articles in its form of words about something else.

In:   an article: its headline, and its paragraphs
Out:  `Made` articles, each by one named way of copying and at one severity; and twins

The ways are what papers do to wire stories. All words that are put in are invented here. What
a way changes is drawn by a `random.Random` that the caller seeds.

A *twin* is another happening told from one template: every number and every day is another, and
so is a part of the names, each in all its places. Of a *bulletin* only numbers and days change.
Known faults: a lead is reworded by a list of words, by moving clauses and attributions and by
leaving out what stands between commas; editors do more.
"""

import random
import re
from collections.abc import Callable
from typing import NamedTuple

Paragraphs = tuple[str, ...]


class Article(NamedTuple):
    """A headline and paragraphs."""

    title: str
    body: Paragraphs


class Made(NamedTuple):
    """What was made, and how."""

    way: str
    article: Article


OTHER_WORDS = {
    "said": "stated", "says": "states", "told": "informed", "killed": "slain", "kills": "slays",
    "people": "persons", "attack": "assault", "attacks": "assaults", "police": "officers",
    "officials": "authorities", "government": "administration", "after": "following",
    "before": "ahead of", "when": "as", "while": "as", "about": "around", "around": "about",
    "more": "further", "also": "as well", "but": "yet", "because": "since", "many": "a number of",
    "big": "large", "large": "sizeable", "small": "little", "new": "fresh", "first": "initial",
    "last": "final", "announced": "made known", "announces": "makes known", "reported": "noted",
    "hit": "struck", "struck": "hit", "died": "perished", "dead": "lifeless", "injured": "hurt",
    "wounded": "hurt", "city": "town", "country": "nation", "near": "close to", "over": "across",
    "against": "versus", "during": "in the course of", "between": "among", "will": "is to",
    "would": "was to", "could": "might", "may": "might", "must": "has to", "company": "firm",
    "plan": "scheme", "plans": "schemes", "launch": "start", "launched": "started", "made": "did",
    "found": "came upon", "showed": "made clear", "called": "named", "asked": "inquired",
    "leader": "head", "leaders": "heads", "group": "band", "man": "male", "woman": "female",
    "children": "youngsters", "home": "house", "took": "got", "taken": "got", "years": "yrs",
    "early": "at an early hour", "late": "at a late hour", "several": "some", "nearly": "almost",
    "almost": "nearly", "including": "among them", "according": "going by", "saying": "stating",
    "the": "", "a": "", "very": "", "just": "", "recently": "", "reportedly": "",
}  # fmt: skip
# {0} to {2} are invented names, the same in all that one paper prints.
FURNITURE = (
    "By {1} {2}, Staff Writer", "The {0} Courier", "Updated 14:05", "Share this with friends",
    "READ MORE: What we know so far", "This story was first sent by an agency to the {0} Courier.",
    "Sign up for the {0} Courier's morning letter and never miss a story from {1} or {2}.",
    "Advertisement", "Photo: {2} archive", "Follow the {0} Courier for more from {1}.",
    "Our readers in {1} and {2} pay for the {0} Courier. If you can, please think of giving too.",
    "Do you know more about this? Write to {2} at the {0} newsroom, and we may call you back.",
)  # fmt: skip
# {0} to {5} are invented words, new ones each time: no two copies get one passage.
PASSAGES = (
    "Shopkeepers of {0} kept the shutters of {1} and {2} down all the {3} afternoon, {4} {5}.",
    "A retired {0} who watched from the {1} called it a {2} and {3} day in {4}, {5} and all.",
    "In {0} the {1} archive keeps no {2} of anything like it, {3} or {4}, in half a {5}.",
    "Two {0} buses were turned back at {1} and reached {2} after dark, {3} {4} the {5}.",
    "A {0} of residents means to meet in {1} and draw up {2} demands for {3}, {4} and {5}.",
    "Nobody at {0} or {1} picked up a {2} in the {3} evening, and {4} stayed {5}.",
    "The owner of {0} handed out {1} and {2} to those who had {3} outside {4}, a {5} said.",
    "Forecasters of {0} expect {1} over the {2}, which could slow {3} and {4} in {5}.",
)


def way_names() -> tuple[str, ...]:
    """The ways of copying, with their severities."""
    return tuple(_WAYS)


def make_copy(way: str, article: Article, rng: random.Random, paper: str) -> Made:
    """Copy an article in one way, for a paper (which has a furniture of its own)."""
    made = _WAYS[way](article, rng)
    names = random.Random(paper)
    own = [_invented(names) for _ in range(3)]
    body = tuple(line.format(*own) if line in FURNITURE else line for line in made.body)
    return Made(way, made._replace(body=body))


def make_twin(kind: str, article: Article, rng: random.Random) -> Made | None:
    """Tell of something else in the article's words; None where it has fewer than 8 such facts.

    Args:
        kind: "twin" (numbers, days, and half of the names) or "bulletin" (numbers and days).
            Two words at least of the first 60 are others.
    """
    text = "\n".join((article.title, *article.body))
    n_facts = len(_NUMBER.findall(text)) + len(_DAY.findall(text))
    if n_facts < 8:
        return None
    names = sorted({m[0] for m in _NAME.finditer(text)} - _KEPT)
    changed = set(rng.sample(names, k=len(names) // 2)) if kind == "twin" else set()
    other = {name: _invented(rng) for name in sorted(changed)}
    shift = rng.randrange(1, 6)

    def day(match: re.Match[str]) -> str:
        return _DAYS[(_DAYS.index(match[0]) + shift) % 7]

    def number(match: re.Match[str]) -> str:
        return match[0][:-1] + str((int(match[0][-1]) + rng.randrange(1, 9)) % 10)

    def write(paragraph: str) -> str:
        paragraph = _DAY.sub(day, paragraph)
        paragraph = _NUMBER.sub(number, paragraph)
        paragraph = _SPELT.sub(lambda m: rng.choice([w for w in _SPELLED if w != m[0]]), paragraph)
        return _ANY_NAME.sub(lambda m: other.get(m[0], m[0]), paragraph)

    twin = Article(write(article.title), tuple(map(write, article.body)))
    opening = [" ".join(each.body).split()[:60] for each in (article, twin)]
    if sum(a != b for a, b in zip(*opening, strict=True)) < 2:
        return None  # it would open by telling of the same happening
    return Made(kind, twin)


# --- ways of copying ----------------------------------------------------------------------


def _cut(lowest: float, highest: float) -> Callable[[Article, random.Random], Article]:
    def cut(article: Article, rng: random.Random) -> Article:
        keep = rng.uniform(lowest, highest) * sum(map(_n_words, article.body))
        return Article(article.title, _until(article.body, keep))

    return cut


def _brief(article: Article, _: random.Random) -> Article:
    return Article(article.title, _until(article.body, 60))


def _swap(article: Article, rng: random.Random) -> Article:
    body = list(article.body)
    for _ in range(max(1, len(body) // 5)):
        i = rng.randrange(1, max(2, len(body) - 1))
        body[i - 1 : i + 1] = reversed(body[i - 1 : i + 1])
    return Article(article.title, tuple(body))


def _shuffle(article: Article, rng: random.Random) -> Article:
    rest = list(article.body[1:])
    rng.shuffle(rest)
    return Article(article.title, (*article.body[:1], *rest))


def _lead(n_sentences: int) -> Callable[[Article, random.Random], Article]:
    def reword_lead(article: Article, rng: random.Random) -> Article:
        sentences = [re.split(_SENTENCE, paragraph) for paragraph in article.body]
        left = n_sentences
        for paragraph in sentences:
            for i in range(min(left, len(paragraph))):
                paragraph[i] = reword(paragraph[i], rng)
            left -= min(left, len(paragraph))
        words = article.title.split()
        rng.shuffle(words)
        title = " ".join(words[: max(3, len(words) * 2 // 3)])
        return Article(title, tuple(" ".join(paragraph) for paragraph in sentences))

    return reword_lead


def _furniture(n: int) -> Callable[[Article, random.Random], Article]:
    def furnish(article: Article, rng: random.Random) -> Article:
        body = list(article.body)
        body[0] = f"{_invented(rng).upper()}, Hallin (VNA) - {body[0]}"
        for line in rng.sample(FURNITURE, n):
            body.insert(rng.choice((0, len(body), rng.randrange(len(body) + 1))), line)
        return Article(article.title, tuple(body))

    return furnish


def _numbers(article: Article, rng: random.Random) -> Article:
    places = [(i, m.span()) for i, p in enumerate(article.body) for m in _NUMBER.finditer(p)]
    body = list(article.body)
    for i, (start, end) in sorted(rng.sample(places, min(2, len(places))), reverse=True):
        number = body[i][start:end]
        body[i] = body[i][:start] + number[:-1] + str((int(number[-1]) + 3) % 10) + body[i][end:]
    return Article(article.title, tuple(body))


def _edits(share: float) -> Callable[[Article, random.Random], Article]:
    def edit(article: Article, rng: random.Random) -> Article:
        def write(word: str) -> str:
            if rng.random() >= share or not word.islower():
                return word
            other = OTHER_WORDS.get(word)
            return other if other is not None else rng.choice(("", f"so {word}", f"{word} then"))

        body = (" ".join(filter(None, map(write, p.split()))) for p in article.body)
        return Article(article.title, tuple(body))

    return edit


def _additions(article: Article, rng: random.Random) -> Article:
    body = list(article.body)
    for passage in rng.sample(PASSAGES, rng.randrange(2, 6)):
        words = [_invented(rng).lower() for _ in range(6)]
        body.insert(rng.randrange(1, len(body) + 1), passage.format(*words))
    return Article(article.title, tuple(body))


def _mixed(article: Article, rng: random.Random) -> Article:
    several = ("cut to 60-80 %", "order: all but the lead", "lead: 1 sentence",
               "furniture: 2 lines", "numbers: 2", "edits: 3 % of words",
               "additions: 2-5 sentences")  # fmt: skip
    for way in rng.sample(several, 3):
        article = _WAYS[way](article, rng)
    return article


_WAYS: dict[str, Callable[[Article, random.Random], Article]] = {
    "cut to 60-80 %": _cut(0.6, 0.8),
    "cut to 25-40 %": _cut(0.25, 0.4),
    "brief of 60 words": _brief,
    "order: a fifth swapped": _swap,
    "order: all but the lead": _shuffle,
    "lead: 1 sentence": _lead(1),
    "lead: 3 sentences": _lead(3),
    "furniture: 2 lines": _furniture(2),
    "furniture: 8 lines": _furniture(8),
    "numbers: 2": _numbers,
    "edits: 3 % of words": _edits(0.03),
    "edits: 8 % of words": _edits(0.08),
    "additions: 2-5 sentences": _additions,
    "three of these": _mixed,
}

# --- words --------------------------------------------------------------------------------

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SPELLED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve")
_DAY = re.compile(rf"\b({'|'.join(_DAYS)})\b")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})*(?![\w]|[.,]\d)|(?<![\w.,])\d+(?!\w)")
_SPELT = re.compile(rf"\b({'|'.join(_SPELLED)})\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
_ANY_NAME = re.compile(r"\b[A-Z][a-z]{2,}\b")
_KEPT = {*_DAYS, "January", "February", "March", "April", "June", "July", "August", "September",
         "October", "November", "December"}  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_SAYS = re.compile(r"^(.{20,}), ([^,]{3,40} (?:said|says))([^,]*)\.$")


def reword(sentence: str, rng: random.Random) -> str:
    """Write a sentence in other words, with the same names, days and numbers.

    >>> reword("Rebels struck the town on Monday, police said.", random.Random(2))
    'Officers stated: Rebels struck the town on Monday.'
    """
    told = _SAYS.match(sentence)
    if told:
        said, who, when = told.groups()
        sentence = f"{who[0].upper()}{who[1:]}{when}: {said}."
    clauses = sentence.rstrip(".").split(", ")
    if len(clauses) > 2 and not any(_is_telling(clause) for clause in clauses[1:-1]):
        del clauses[rng.randrange(1, len(clauses) - 1)]
    if len(clauses) > 1 and rng.random() < 0.5:
        clauses = [*clauses[1:], clauses[0]]
    words = []
    for word in ", ".join(clauses).split():
        other = OTHER_WORDS.get(word.lower().strip(",:"))
        tail = word[-1] if word[-1] in ",:" else ""
        if other is None or rng.random() < 0.2:
            words.append(word)
        elif other:
            words.append((other.capitalize() if word[0].isupper() else other) + tail)
    text = " ".join(words)
    return text[:1].upper() + text[1:] + "."


def _is_telling(clause: str) -> bool:
    return bool(re.search(r"\d|[A-Z]", clause))


def _until(body: Paragraphs, keep: float) -> Paragraphs:
    kept: list[str] = []
    for paragraph in body:
        if kept and sum(map(_n_words, kept)) >= keep:
            break
        kept.append(paragraph)
    return tuple(kept)


def _n_words(text: str) -> int:
    return len(text.split())


def _invented(rng: random.Random) -> str:
    syllables = ("ba", "dor", "el", "fin", "gor", "hal", "is", "kem", "lor", "mir", "nas", "ost",
                 "pel", "rin", "sul", "tar", "ulm", "ven", "wes", "yor", "zan")  # fmt: skip
    return "".join(rng.sample(syllables, 3)).capitalize()
