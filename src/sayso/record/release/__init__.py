"""Releases: immutable folders that users cite, compare and check, and what changed between two.

    harm_rules   a file of rules                    -> `ReleaseFile`
    gather       a view of the record, filters      -> units: an incident or relation, its claims
    harm_plan    units and rules                    -> `Plan`: what is withheld, and where
    harm_apply   a noun and its verdict             -> the noun as it may be shown
    rows, build  nouns and the plan                 -> tables
    diff         two sides                          -> changes, with reasons
    folder       tables and texts                   -> a folder, whole or not at all
    make         the whole, one screen long

The record is never changed by a rule: rules work on what is read from it.
"""
