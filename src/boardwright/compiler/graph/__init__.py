"""Converts the settings of an old `graph` panel to the settings of a time series panel."""
