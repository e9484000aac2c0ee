"""The commands on a record, a file for each group; `cli` joins them."""
