"""Boards of Grafana's schema v2 (`elements` and `layout`) as boards of the classic schema, v1."""
