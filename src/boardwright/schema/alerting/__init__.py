"""Reads and writes alert rules of Grafana, and rule files of Prometheus."""
