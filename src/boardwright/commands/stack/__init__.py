"""The functions that run `boardwright stack check`."""
