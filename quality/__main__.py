"""`python -m quality`: measure coding, names, relations and incidents against the floors."""

import sys

from quality import actors_gate, gate, incidents_gate, relations_gate

if __name__ == "__main__":
    sys.exit(max(gate.main(), actors_gate.main(), relations_gate.main(), incidents_gate.main()))
