"""Variables, durations and plurals as text. Pure.

Every command needs these; only some need the expressions of `boardwright.promql`.
"""
