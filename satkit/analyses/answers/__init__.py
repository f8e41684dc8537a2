"""Answers: how the scored questions were answered."""
