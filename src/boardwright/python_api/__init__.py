"""The implementation of the functions and classes that users' programs import from the package
`boardwright`.

The functions return values, raise `boardwright.errors.BoardwrightError`, print nothing, and never
end the process. The command line uses the same functions.
"""
