"""The functions and classes that programs import from the package `boardwright`.

They return values, raise `boardwright.errors.BoardwrightError`, print nothing and never exit. The
command line uses the same functions.
"""
