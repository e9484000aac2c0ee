"""How findings are settled, in words that many rules share.

In:   nothing
Out:  sentences with commands; "{id}" is the id of what a finding is about, "{other}" the
      next id concerned

Every finding can also be settled as it stands, by `sayso decide settle` with its own id.
"""

REJECT = "`sayso decide reject {id}` if the claim is wrong"
EDIT = "`sayso decide edit {id} FIELD=VALUE` if a value is wrong; " + REJECT
EDIT_DAY = "`sayso decide edit {id} when=DAY` with the right day; " + REJECT
