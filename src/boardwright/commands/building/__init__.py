"""`boardwright build`."""
