"""Running Prometheus's own engine: `promtool test rules` evaluates queries on series that a test
writes.

Nothing in this package computes PromQL. promtool computes it, and its report contains the exact
results.
"""
