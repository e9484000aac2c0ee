"""Who leads and who serves: offices beside names.

In:   `Words` with chunks, and the lexicon
Out:  `Formed` relations of the types leads and member_of

Method: an office, a name beside it and a body beside it: "Dawn Column leader Omar Teiss",
"Velmar's envoy, Lena Ruus,", "Oru Tamm, the president of Ardania", "the head of the Kesh
Party, Sena Polk,". An office whose body is not named gives nothing, but for the head of a
state that the report does not need to name ("President Oru Tamm").
Known faults: of two offices of one person ("president and party leader") the second is lost.
"""

from sayso.extract.rules.forms import Formed, Range
from sayso.extract.rules.lexicon import Lexicon
from sayso.extract.rules.words import Words

_STATE = frozenset(("president", "prime minister", "king"))
_POSSESSIVES = frozenset(("its", "their", "his", "her", "our"))
_COPULA = frozenset(("is", "was", "as", "became", "("))
_OF = frozenset(("of", "for", "in", "at"))


def find_offices(words: Words, lexicon: Lexicon) -> list[Formed]:
    """Find all offices that are held by a named person, in text order."""
    found: list[Formed] = []
    i = 0
    while i < len(words.lows):
        listed = lexicon.titles.get(words.lows[i])
        hit = listed and next(
            (t for t in listed if tuple(words.lows[i : i + len(t[0])]) == t[0]), None
        )
        if not hit:
            i += 1
            continue
        b = i + len(hit[0])
        formed = _office(words, (i, b), hit[1], lexicon)
        if formed:
            found.append(formed)
        i = b
    return found


def _office(words: Words, title: Range, type_: str, lexicon: Lexicon) -> Formed | None:
    a, b = title
    start, former = _modifiers(words, a, lexicon)
    before, after = _body_before(words, start, lexicon), _body_after(words, b, lexicon)
    if before and former is None:
        before, former = _former_body(words, before, lexicon)
    name = (
        _name_at(words, b)
        or (after and _name_after_comma(words, after[1]))
        or (before and _name_after_comma(words, b))
        or _name_before(words, before[0] if before else start)
    )
    body = before or after
    if not name or body == name:
        return None
    text = " ".join(words.lows[a:b])
    if body is None:
        if text not in _STATE or words.cls[a] != "M":
            return None
        return Formed(type_, "", title, (name,), former=former)
    return Formed(type_, "", title, (name,), (body,), former=former)


def _modifiers(words: Words, a: int, lexicon: Lexicon) -> tuple[int, Range | None]:
    """Go back over "former", "senior" and the like; give where the office begins then."""
    former = None
    while a > 0 and words.lows[a - 1] in lexicon.ranks:
        a -= 1
        if words.lows[a] in lexicon.former:
            former = (a, a + 1)
    return a, former


def _former_body(words: Words, body: Range, lexicon: Lexicon) -> tuple[Range, Range | None]:
    """Part "former" from the body that it stands before: "former Kesh Party leader"."""
    a, b = body
    if words.lows[a] in lexicon.former and b - a > 1:
        return (a + 1, b), (a, a + 1)
    if a > 0 and words.lows[a - 1] in lexicon.former:
        return body, (a - 1, a)
    return body, None


def _name_at(words: Words, i: int) -> Range | None:
    """Give the run of capitals that begins at `i`."""
    j = i
    while words.letter(j) == "M":
        j += 1
    return (i, j) if j > i else None


def _name_after_comma(words: Words, i: int) -> Range | None:
    """Give the name in ", Name," at word `i`; it must close as it began."""
    if words.letter(i) != ",":
        return None
    name = _name_at(words, i + 1)
    return name if name and words.letter(name[1]) in ",.VAOq)" else None


def _name_before(words: Words, a: int) -> Range | None:
    """Give the name in "Name, (the) OFFICE" or "Name is (the) OFFICE"."""
    i = a - 1
    while words.letter(i) in "DRN" and words.chunk_at[i] >= 0:
        i -= 1
    if i < 1 or not (words.cls[i] == "," or words.lows[i] in _COPULA):
        return None
    j = i
    while j > 0 and words.cls[j - 1] == "M":
        j -= 1
    return (j, i) if j < i else None


def _body_before(words: Words, a: int, lexicon: Lexicon) -> Range | None:
    i = a - 1
    if words.letter(i) == "G":
        chunk = words.chunk_of(i - 1)
        return (chunk.a, i) if chunk else None
    if i >= 0 and words.lows[i] in _POSSESSIVES:
        return i, i + 1
    bodies = lexicon.bodies
    j = i
    while j >= 0 and (words.cls[j] == "M" or words.lows[j] in bodies or words.lows[j] == "-"):
        j -= 1
    return (j + 1, i + 1) if j < i else None


def _body_after(words: Words, b: int, lexicon: Lexicon) -> Range | None:
    if b >= len(words.lows) or words.lows[b] not in _OF:
        return None
    chunk = words.chunk_of(b + 1)
    if chunk is None or chunk.b <= b + 1:
        return None
    named = "M" in words.cls[b + 1 : chunk.b] or words.lows[chunk.head] in lexicon.bodies
    return (b + 1, chunk.b) if named else None
