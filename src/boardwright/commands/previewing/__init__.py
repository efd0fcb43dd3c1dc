"""The functions that run `boardwright preview` and `boardwright watch`."""
