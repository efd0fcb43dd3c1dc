"""Boards as pages: layout, variables, queries as they are sent, answers as data frames. Pure."""
