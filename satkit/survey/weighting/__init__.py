"""Case weights: whom the respondents stand for."""
