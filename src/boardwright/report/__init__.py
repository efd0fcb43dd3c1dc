"""Formats the results of commands as text for people and as JSON for programs. The functions return
the text or JSON, and print nothing.
"""
