"""The functions behind `boardwright preview` and `watch`."""
