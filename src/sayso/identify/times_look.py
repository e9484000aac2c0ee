"""Whether a sentence looks ahead: "is due to fly on Thursday" means the Thursday to come.

In:   the words of a sentence before a time
Out:  True where they tell of what is to come

Known faults: a plan told in the past tense ("had been due on Thursday") is seen only where
the past tense stands nearer than the plan.
"""

import re

# Words after which a weekday is the next one, and words that look back again. On TimeBank
# and AQUAINT 17 of 165 weekdays look ahead; these words find 9 and mistake 2 others.
_AHEAD = re.compile(
    r"\b(?:will|shall|won['’]t|(?:is|are) (?:going )?to|(?:is|are) (?:due|expected|set) to"
    r"|scheduled (?:to|for|a|the)|plann?(?:s|ed|ing)? (?:to|a|an|for|on)|as (?:soon|early) as"
    r"|upcoming)\b|['’]ll\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?:was|were|had|said|since|(?!need|schedul|plann)\w{2,}ed)\b", re.IGNORECASE
)
# "Until Sunday" and "by Sunday" end in a Sunday to come unless the sentence is about the past.
_UNTIL = re.compile(r"\b(?:until|till|by)\s+$", re.IGNORECASE)


def looks_ahead(before: str) -> bool:
    """Whether the words of a sentence before a time tell of what is to come."""
    marks = [match.start() for match in _AHEAD.finditer(before)]
    if marks:
        behind = [match.start() for match in _BEHIND.finditer(before)]
        return not behind or behind[-1] < marks[-1]
    return bool(_UNTIL.search(before))
