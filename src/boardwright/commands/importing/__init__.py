"""The functions that run `boardwright import`."""
