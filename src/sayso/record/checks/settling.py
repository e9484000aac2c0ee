"""How findings are settled, in words that many rules share.

In:   nothing
Out:  sentences with commands; "{id}" is the id of what a finding is about

Every finding can also be settled as it stands, by `sayso decide settle` with its own id.
"""

REJECT = "`sayso decide reject {id}` if the claim is wrong"
EDIT = "`sayso decide edit {id}` if a value is wrong; " + REJECT
EDIT_DAY = "`sayso decide edit {id}` with the right day; " + REJECT
