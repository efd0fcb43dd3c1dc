"""Compiles declared boards, with a sequence of pure passes, to boards for Grafana 12."""
