"""Helpers for texts: Grafana variables, durations, plurals, templates, TOML strings and secrets in
URLs. The functions have no side effects.

This package is separate from `boardwright.promql`, because every command needs it, but only some
commands parse PromQL.
"""
