"""The HTTP layer below the clients of Grafana and Prometheus."""
