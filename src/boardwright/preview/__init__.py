"""Computes pages of boards: layout, variables, queries as sent, and answers as data frames."""
