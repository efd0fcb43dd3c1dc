"""Formats the results of commands as text for people and as JSON for programs. The functions of
this package return the text or JSON, and do not print it.
"""
