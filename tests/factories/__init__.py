"""Ready-made parts of a fair, made through the real services."""
