"""Converts boards between Grafana's schema v2 (`elements` and `layout`) and the classic schema,
v1.
"""
