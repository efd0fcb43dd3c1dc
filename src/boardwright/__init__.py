"""Grafana dashboards declared in Python: compiled, checked, reviewed and deployed."""

__version__ = "0.1.0"
