"""`python -m quality`: measure the coding, and the naming of actors, against the floors."""

import sys

from quality import actors_gate, gate

if __name__ == "__main__":
    sys.exit(max(gate.main(), actors_gate.main()))
