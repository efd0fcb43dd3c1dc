"""`boardwright preview` and `watch`."""
