"""Variables, durations and plurals in texts. The functions have no side effects.

Every command needs this package, but only some need the expressions of `boardwright.promql`.
"""
