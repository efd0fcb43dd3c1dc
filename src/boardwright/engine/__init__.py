"""Runs Prometheus's own engine: `promtool test rules` evaluates queries on series that a test
declares.

This package does not evaluate PromQL itself. promtool evaluates the queries, and its report
contains the exact results.
"""
