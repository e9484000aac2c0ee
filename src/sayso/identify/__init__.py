"""Mentions to what they stand for: times to days, names to actors. Undecided is an answer."""
