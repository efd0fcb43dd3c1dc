"""Evaluates PromQL queries with `promtool test rules`, on series that a test declares.

promtool uses Prometheus's own engine. promtool's report contains the exact results.
"""
