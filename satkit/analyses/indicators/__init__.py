"""Indicators: how every part scored, which is lowest, and where satisfaction stands."""
