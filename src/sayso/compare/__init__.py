"""A coded set held against a table that people coded: matched, missed, extra, and how they agree.

In:   happenings of a record and of a table
Out:  pairs of them, and figures

`match` and `measure` are pure. `coded` reads a record, `listed` a table.
"""
