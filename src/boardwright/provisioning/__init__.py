"""Files of a project that Grafana, Prometheus and Kubernetes controllers read.

All functions are pure: they take values and return a mapping of relative path to bytes.
"""
