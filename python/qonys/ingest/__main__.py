"""`python -m qonys.ingest`."""

import sys

from .command import main

sys.exit(main())
