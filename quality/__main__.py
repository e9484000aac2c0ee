"""`python -m quality`: measure coding, the naming of actors, and relations against the floors."""

import sys

from quality import actors_gate, gate, relations_gate

if __name__ == "__main__":
    sys.exit(max(gate.main(), actors_gate.main(), relations_gate.main()))
