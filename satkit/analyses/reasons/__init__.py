"""Reasons: why the dissatisfied are."""
