"""Responses that never happened, from a truth that is known."""
