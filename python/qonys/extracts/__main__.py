"""`python -m qonys.extracts`."""

import sys

from .command import main

sys.exit(main())
