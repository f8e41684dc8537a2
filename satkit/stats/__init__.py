"""Arithmetic that has never heard of a survey."""
