"""`python -m quality`: measure the coding against the floors."""

import sys

from quality.gate import main

if __name__ == "__main__":
    sys.exit(main())
