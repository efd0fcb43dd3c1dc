"""Converts the parts of a classic table to those of a current table."""
