"""A reviewed spreadsheet back into the record (to be filled)."""
