"""`boardwright import`."""
