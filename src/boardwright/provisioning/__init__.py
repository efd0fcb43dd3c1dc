"""Creates the content of the files that Grafana, Prometheus and Kubernetes controllers read.

The functions write no files. They return file contents, mostly as a dict from path to bytes.
"""
