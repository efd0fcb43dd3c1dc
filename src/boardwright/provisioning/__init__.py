"""Creates the content of the files that Grafana, Prometheus and Kubernetes controllers read.

The functions return file contents, mostly as a dict from path to bytes, but write no files.
"""
