"""Where the frozen app begins; PyInstaller wants a script."""

import sys

from twinlens.__main__ import main

sys.exit(main())
