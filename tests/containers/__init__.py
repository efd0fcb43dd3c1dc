"""Tests with real containers, run by the Docker engine that `scripts/engine` downloaded."""
