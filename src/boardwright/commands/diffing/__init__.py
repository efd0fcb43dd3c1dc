"""`boardwright diff`."""
