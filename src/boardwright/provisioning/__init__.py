"""Files of a project that Grafana, Prometheus and Kubernetes controllers read.

The functions read and write no files. They take values and return file contents, mostly as relative
path -> bytes.
"""
