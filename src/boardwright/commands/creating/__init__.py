"""The functions that run `boardwright new`."""
