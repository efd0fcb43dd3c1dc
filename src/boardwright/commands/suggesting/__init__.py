"""The functions that run `boardwright suggest-rules`."""
