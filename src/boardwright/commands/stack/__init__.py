"""`boardwright stack check`."""
