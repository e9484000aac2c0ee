"""The record: one file that holds a project's reports, claims, incidents and relations.

In:   coded reports; people's decisions
Out:  what the record holds, now or as of a day; see README.md beside this file
"""
