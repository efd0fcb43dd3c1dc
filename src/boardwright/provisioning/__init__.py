"""Creates the content of the files that Grafana, Prometheus and Kubernetes controllers read.

The functions of this package do not read or write files. The functions return file contents, mostly
as a mapping from relative paths to bytes.
"""
