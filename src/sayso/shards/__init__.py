"""Coded reports as numbered Parquet files: written by `sayso code -o FOLDER/`, read by `sayso add`.

`columns` has the tables, `manifest` what a folder says of itself, `write` and `read` the two ways.
`docs/shards.md` has every column.
"""
