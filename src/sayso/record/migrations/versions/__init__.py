"""One file for each revision, the oldest first."""
