"""``python -m satkit``."""

from satkit.cli import main

if __name__ == "__main__":
    main()
