"""The functions that run `boardwright check`, `check --fix` and `check --unused-metrics`."""
