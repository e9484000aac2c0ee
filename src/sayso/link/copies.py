"""Copies: which reports tell in the same words, and what one adds over the other.

In:   documents
Out:  `Copy` rows; families of copies; whose words a passage is
"""

from sayso.link.copies_families import families, first, is_added, origin

__all__ = ["families", "first", "is_added", "origin"]
