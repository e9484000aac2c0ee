"""Reports as received to documents: clean text with title, day, outlet and language."""

from sayso.clean.draft import MAX_CHARS
from sayso.clean.reasons import REASONS
from sayso.clean.report import clean

__all__ = ["MAX_CHARS", "REASONS", "clean"]
