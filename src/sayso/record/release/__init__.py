"""Releases: immutable folders that users cite, compare and check, and what changed between two.

    harm_rules, harm_words    a file of rules; words that are found and cut
    wanted, gather, units     a view of the record, filters -> units: a thing with its claims
    harm_judge, harm_plan     units and rules               -> `Plan`: what is withheld, and where
    harm_apply, harm_without  a noun and its verdict        -> the noun as it may be shown
    rows, tally, build        nouns and the plan            -> tables, as `columns.toml` has them
    sides, diff, diff_why     two sides                     -> changes, with reasons
    since, between            the last release, or any two  -> changes
    texts, codebook, package  what a release says of itself -> pages, citation, data package
    folder                    tables and texts              -> a folder, whole or not at all
    make, kept, preview       the whole, one screen long; what the record keeps of it

The record is never changed by a rule: rules work on what is read from it.
"""
