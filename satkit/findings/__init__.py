"""Numbers become statements."""
