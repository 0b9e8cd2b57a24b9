"""Networks and their training mathematics, in NumPy and without Qt."""
