"""Variables, durations and plurals in texts. The functions have no side effects.

This package is separate from `boardwright.promql`, because every command needs it, but only some
commands parse PromQL.
"""
