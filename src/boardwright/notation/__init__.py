"""Helpers for texts, such as durations, Grafana variables, plurals, templates, and secrets in URLs.
The functions have no side effects.

This package is separate from `boardwright.promql`, because every command needs it, but only some
commands parse PromQL.
"""
