"""Variables, durations and plurals in texts. This package is pure.

Every command needs this package, but only some need the expressions of `boardwright.promql`.
"""
