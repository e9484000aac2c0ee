"""Blocks of a page that belong to the site, not to the report.

In:   one block of text
Out:  whether it is furniture: cookie notices, "Read more" and share lines, photo credits

Method: patterns that must fit the whole block, or its beginning where the rest can only
be a link. Only short blocks are looked at, and never a part of one: a sentence that
speaks of cookies or shares is news.
Known faults: English furniture only; a caption without a credit looks like a paragraph.
"""

import re

# Not measured: a cookie notice of a few sentences, and the title of another report, with room.
_MAX_NOTICE = 600
_MAX_LINE = 220

_COOKIES = re.compile(
    r"\b(we|site|website|page|service)\b.{0,80}\bcookies?\b"
    r"|\b(accept|manage|reject|allow) (all |the )?cookies?\b"
    r"|\bcookies? (policy|settings|preferences|notice)\b"
    r"|\byour (cookie|privacy) (choices|settings)\b",
    re.I,
)
# A line that only leads on: alone, or with the title of another report after a colon.
_LINK = re.compile(
    r"[\W_]*(read (more|also|next|full story)|also read|see also|more on this|more from"
    r"|related( (stories|articles|news|topics|content|links|coverage|video))?"
    r"|recommended( for you)?|must read|you may (also )?like|what to read next|don.t miss"
    r"|watch( now| also| live)?|listen( now)?|in pictures|most (read|popular|viewed)"
    r"|trending( now)?|(click|tap) here|(continue|keep) reading|in this (story|article)"
    r"|(story|article) continues( below)?|(skip|jump|back) to [a-z ]{3,30}"
    r"|topics|tags|filed under|categories)\s*([:：>»|–—-].{0,180}|[.…>»]*)",
    re.I,
)
_LINK_WITH_WORDS = re.compile(
    r"[\W_]*((click|tap) here (to|for)|subscribe (to|now)|sign up (for|to|now)"
    r"|follow (us|[A-Z@]\S+) on|(download (our|the)|get our) app|join us on|like us on"
    r"|for more (news|stories|information),? (visit|follow|click)"
    r"|get (the latest|our|breaking) [a-z ]{0,30}(news|newsletter|updates|headlines))\b",
    re.I,
)
# What blog software puts below each entry of a feed.
_FIRST_ON = re.compile(
    r"[\W_]*(the|this) (post|article|story|entry)\b.{0,180}\b"
    r"(appeared first|first appeared|was (first|originally) published) (on|in|at|by) .{2,60}",
    re.I,
)
_SHARE = re.compile(
    r"[\W_]*((\d+ comments?|sponsored( content)?|with friends|copy link|link copied|font size"
    r"|share|shares|tweet|e-?mail|print|pin|save|send|comments?|facebook|twitter|x|whatsapp"
    r"|telegram|linkedin|reddit|messenger|pinterest|this|article|story|on|via|by|and|page"
    r"|advertisement|advertising|ad|close|menu|listen|loading|play|video)\b[\W\d_]*)+",
    re.I,
)
_RIGHTS = re.compile(
    r"[\W_]*(©|\(c\)|copyright\b|all rights reserved|this material may not be published"
    r"|((additional |with )?(reporting|writing|editing)|compiled) by [A-Z])",
    re.I,
)
_PICTURE = r"(photo|image|picture|photograph|graphic|illustration|map)s?"
_AGENCIES = r"(AP|AFP|EPA|Reuters|Getty Images|Shutterstock|Anadolu( Agency)?)"
# A name or two; what is longer says something.
_CREDIT = re.compile(
    rf"[\W_]*((file )?{_PICTURE}( (credit|courtesy|source|caption|copyright))?s?( by)?\s*[:/|©]"
    r"|(credit|courtesy|caption)s?( of)?\s*:|\[?(file )?(photo|image)\]?\Z"
    r"|photo(graph)?s? by [A-Z]|AP photo\b|getty images\b).{0,60}",
    re.I,
)
# What closes a caption: "(AP Photo/Jane Doe)", "/AFP/Getty Images", "[Jane Doe/Reuters]".
_CAPTION_END = re.compile(
    rf"(\({_AGENCIES}?\W?\s?(file )?(photo|image|handout)s?\b[^()]{{0,60}}\)"
    rf"|(via|/)\s?{_AGENCIES}(\s*/\s*[A-Z]\w+( \w+)?)?|\[[^\[\]/]{{2,40}}/{_AGENCIES}( photo)?\]"
    rf"|\b{_PICTURE} ?(credit|courtesy)?\s*: [^.:]{{2,50}}|\bfile photo)[\s).\]]*\Z",
    re.I,
)
_CAPTION_TAIL = 120
_MAX_CAPTION = 400
_SPEECH = re.compile(r"\b(said|told|according to)\b")


def is_furniture(block: str) -> bool:
    """Say whether a block is part of the site's furniture.

    >>> is_furniture("Read more: Rebels take the bridge"), is_furniture("Share prices fell.")
    (True, False)
    """
    size = len(block)
    if size > _MAX_NOTICE:
        return False
    if "ookie" in block or "OOKIE" in block or "rivacy" in block:
        # Where somebody is quoted, cookies are the news.
        return _COOKIES.search(block) is not None and not _SPEECH.search(block)
    if size < _MAX_CAPTION and _CAPTION_END.search(block, max(0, size - _CAPTION_TAIL)):
        return True
    return size <= _MAX_LINE and bool(
        _LINK.fullmatch(block)
        or _LINK_WITH_WORDS.match(block)
        or _FIRST_ON.fullmatch(block)
        or _SHARE.fullmatch(block)
        or _RIGHTS.match(block)
        or _CREDIT.fullmatch(block)
    )
