"""Tables of the field as claims of their own: ACLED, UCDP GED, POLECAT; and reviews that come back.

In:   a table as its makers publish it, or a spreadsheet that `sayso export xlsx` wrote
Out:  reports, documents and claims in a record; decisions of a person

Readers (`rows`, `acled`, `ged`, `polecat`) are pure: bytes in, `Told` out. `claims` makes nouns of
them, `run` adds those to a record.
"""
