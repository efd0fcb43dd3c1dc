"""Compiles declared boards, by a fixed sequence of pure passes, to dashboards for Grafana 12."""
