"""Functions for texts, such as durations, Grafana variables, plurals and secrets in URLs.

Every command imports this package. Therefore it does not import `boardwright.promql`, which only
some commands need.
"""
