"""Prometheus's own engine, run by `promtool test rules` on made-up series.

Nothing here computes PromQL: promtool does, and its report contains the exact results.
"""
