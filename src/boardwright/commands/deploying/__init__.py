"""The functions behind `boardwright deploy` and `release`."""
