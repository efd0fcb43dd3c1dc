"""Tests that read histograms from a real Prometheus."""
