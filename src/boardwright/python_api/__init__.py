"""The functions and classes that programs import from `boardwright`.

They return values and raise `boardwright.errors.BoardwrightError`; they print nothing and never
exit. The command line calls the same functions.
"""
