"""Trend: every wave against the one before."""
