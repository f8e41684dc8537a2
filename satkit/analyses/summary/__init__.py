"""Summary: the answer on the first screen."""
