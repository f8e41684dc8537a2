"""Statements become pages."""
