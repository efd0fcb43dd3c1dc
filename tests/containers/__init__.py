"""Tests with real containers: a Docker engine and Compose 2 that `scripts/engine` brought."""
