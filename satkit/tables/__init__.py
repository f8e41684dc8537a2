"""Tables declared once, as data, and one writer a file."""
