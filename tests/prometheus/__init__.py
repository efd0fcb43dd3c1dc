"""Tests of the client for Prometheus."""
