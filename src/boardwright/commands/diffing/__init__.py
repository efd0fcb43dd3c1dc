"""The functions that run `boardwright diff`."""
