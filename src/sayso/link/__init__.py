"""Linking: many claims to copies, incidents, and relations over time.

In:   claims and documents; pure functions, which know nothing of the store
Out:  `Copy`, `Link`, `Incident`, `Relation` (`base.joined`); see README.md beside this file
"""
