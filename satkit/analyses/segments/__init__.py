"""Segments: which groups of respondents are more satisfied than the others."""
