"""Compares boards and groups of alert rules, and returns the changes."""
