"""Writes dashboard JSON as the Python source that declares the dashboard; pure."""
