"""Implements the functions and classes that Python programs import from `boardwright`.

The functions return values and print nothing. They raise `boardwright.errors.BoardwrightError`, and
never end the process.
"""
