"""Files of a project that Grafana, Prometheus and Kubernetes controllers read.

Everything here is pure: values in, a mapping of relative path to bytes out.
"""
