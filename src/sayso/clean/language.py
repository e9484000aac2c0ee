"""Which language a text is in.

In:   text, and the language that its container states
Out:  an ISO 639-1 code, "" when it cannot be told

Method: first the share of words that English alone is full of; where it is high that is
certain, and costs nothing. Only else is py3langid loaded (a second), and only believed
against English when it is sure. The words decide against what the container states; its
statement counts where they do not say.
Known faults: a text half in English counts as English; a list of names may be any
language; Nigerian Pidgin, which py3langid takes short headlines for, is never dropped.
"""

import functools
import re
from typing import Any

# Frequent in English and in no other language in Latin script ("in", "a", "on", "was",
# "as", "to", "by", "are" are frequent words of others).
_WORDS = frozenset(
    "the and of that with from for said were which has have had been their his they this who "  # noqa: SIM905
    "its after would but she".split()
)
_WORD = re.compile(r"[^\W\d_]+")
# Measured on 2,708 English news texts of 4 to 900 words and 14 texts in other languages: with
# these two bounds all but 3 English texts of 300 characters and more are known at once, and
# two thirds of single sentences; the highest share elsewhere was 0.04, of a single word.
_ENGLISH_SHARE = 0.08
_ENGLISH_WORDS = 2
# The same texts, those not known at once: the surest mistake about an English one (a case
# number) had 0.953; the least sure of the others had 0.988 after 30 characters, 1.000 after 60.
_SURE_NOT_ENGLISH = 0.98
_SURE_ENGLISH = 0.5
_ENOUGH_LETTERS = 20
_SAMPLE_CHARS = 5_000


def tell_language(text: str, stated: str = "") -> str:
    """Tell the language of a text.

    >>> tell_language("The army said that the rebels had left."), tell_language("Kabul")
    ('en', '')
    """
    words = _WORD.findall(text[:_SAMPLE_CHARS].lower())
    english_words = [word for word in words if word in _WORDS]
    is_full = len(english_words) >= _ENGLISH_SHARE * len(words)
    if is_full and len(set(english_words)) >= _ENGLISH_WORDS:
        return "en"
    sample = " ".join(words)
    if len(sample) >= _ENOUGH_LETTERS:
        ranked: list[tuple[str, float]] = _identifier().rank(sample)
        share = {code: float(probability) for code, probability in ranked}
        english = share.get("en", 0.0)
        if 1 - english - share.get("pcm", 0.0) >= _SURE_NOT_ENGLISH:
            return next(code for code, _ in ranked if code not in ("en", "pcm"))
        if english >= _SURE_ENGLISH:
            return "en"
    code = re.split(r"[-_]", stated.strip().lower())[0]
    return code if re.fullmatch(r"[a-z]{2}", code) else ""


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - one second

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
