"""Reads data from Prometheus and from the exporters that Prometheus scrapes.

`open_prometheus_session` creates the session for `Prometheus`, `QueryApi` and `fetch_text`.
"""
