"""Boards as pages: layout, variables, queries as sent, answers as data frames. Pure."""
