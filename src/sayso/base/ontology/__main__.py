"""Write the codebook page: `python -m sayso.base.ontology > docs/codebook.md`."""

import sys

from sayso.base.ontology import load
from sayso.base.ontology.page import codebook

sys.stdout.write(codebook(load()))
