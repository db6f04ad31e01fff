"""python -m checker.cli: the same as captioncheck."""

import sys

from checker.cli import main

sys.exit(main())
