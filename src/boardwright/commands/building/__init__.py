"""The functions that run `boardwright build`."""
