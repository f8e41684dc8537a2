"""Whole period: from the first wave to the last, and whether there is a direction in between."""
