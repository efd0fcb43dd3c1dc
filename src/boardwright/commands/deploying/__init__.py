"""The functions that run `boardwright deploy` and `boardwright release`."""
