"""A corpus of survey exports whose truth is known column by column, and the judge of what is drafted from them."""
