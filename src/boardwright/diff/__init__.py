"""Finds the changes between two boards, or between two groups of alert rules."""
