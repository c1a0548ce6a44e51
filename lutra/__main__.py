"""``python -m lutra`` is the ``lutra`` command."""

import sys

from lutra.cli import main

sys.exit(main())
