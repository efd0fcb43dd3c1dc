"""The functions and classes that programs import from the package `boardwright`.

The functions return values, raise `boardwright.errors.BoardwrightError`, print nothing, and never
end the process. The command line uses the same functions.
"""
