"""Tests of the HTTP code that the clients of Grafana and Prometheus use."""
