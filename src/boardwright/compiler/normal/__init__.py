"""Removes differences between boards that have no effect in Grafana."""
