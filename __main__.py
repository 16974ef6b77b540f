"""`python -m cermat`: the command line."""

import sys

from cermat.audit import main

sys.exit(main())
