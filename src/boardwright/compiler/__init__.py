"""Compiling: a listed sequence of pure passes from what was declared to what Grafana 12 takes."""
