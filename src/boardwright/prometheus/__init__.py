"""Reads data from Prometheus and from the exporters that Prometheus scrapes.

PrometheusServer ──open_prometheus_session──> session ──> Prometheus, QueryApi, fetch_text
"""
