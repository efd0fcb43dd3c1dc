"""Finds and reads boards, rule files and configuration files on disk, in the formats of Grafana,
Kubernetes and Prometheus.
"""
