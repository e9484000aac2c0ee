"""Bodies of rows as nouns.

In:   the JSON text of a `body` column
Out:  `Incident`, `Relation`, `Link`, `Copy`

Method: one decoder of each, made once.
Known faults: none known.
"""

import msgspec

from sayso.base.joined import Copy, Incident, Link, Relation

incident_of = msgspec.json.Decoder(Incident).decode
relation_of = msgspec.json.Decoder(Relation).decode
link_of = msgspec.json.Decoder(Link).decode
copy_of = msgspec.json.Decoder(Copy).decode
