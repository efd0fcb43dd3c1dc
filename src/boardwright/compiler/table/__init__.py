"""Converts the settings of an old table panel to the settings of a current table panel."""
