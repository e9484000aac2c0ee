"""Write the page of columns: `python -m sayso.record.release > docs/release-columns.md`."""

import sys

from sayso.record.release.codebook import columns_page

sys.stdout.write(columns_page())
