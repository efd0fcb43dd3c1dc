"""The client of Prometheus."""
