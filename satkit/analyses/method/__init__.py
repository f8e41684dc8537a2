"""Method: how the numbers were made."""
