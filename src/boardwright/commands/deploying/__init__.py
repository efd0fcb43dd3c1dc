"""`boardwright deploy` and `release`."""
