"""``python -m satkit``."""

import os
import sys

# Python puts the folder it is started in first: a file of a survey folder would be imported for a library.
# os is loaded before any such file could be; pathlib might not be
if sys.path and os.path.realpath(sys.path[0] or ".") == os.path.realpath("."):
    del sys.path[0]

from satkit.cli import main

if __name__ == "__main__":
    main()
