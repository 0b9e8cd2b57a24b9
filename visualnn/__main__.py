"""``python -m visualnn`` is the `visualnn` command."""

import sys

from visualnn.cli import main

if __name__ == "__main__":
    sys.exit(main())
