"""Charts of results, drawn by seaborn and matplotlib for a notebook or a paper."""
