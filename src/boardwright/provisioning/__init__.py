"""The files that Grafana and Prometheus read at their start, made from one project.

Everything here is pure: values in, a mapping of relative path to bytes out.
"""
