"""Write the page of checks: `python -m sayso.record.checks > docs/checks.md`."""

import sys

from sayso.record.checks import REGISTER
from sayso.record.checks.page import page

sys.stdout.write(page(REGISTER.values()))
