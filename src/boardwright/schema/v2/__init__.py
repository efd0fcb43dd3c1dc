"""Converts boards of Grafana's schema v2 (`elements` and `layout`) to the classic schema, v1."""
