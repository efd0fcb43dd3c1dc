"""Converts the parts of a classic `graph` panel to those of a time series panel."""
