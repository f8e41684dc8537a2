"""Kano: what kind of quality every attribute is."""
