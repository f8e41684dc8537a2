"""Counts and moments become fits."""
