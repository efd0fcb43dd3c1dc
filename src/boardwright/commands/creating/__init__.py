"""`boardwright new`."""
