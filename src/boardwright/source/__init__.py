"""Converts dashboard JSON to the text of a Python module that declares the dashboard."""
