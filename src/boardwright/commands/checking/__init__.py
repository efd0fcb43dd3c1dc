"""The functions behind `boardwright check`, `check --fix` and `check --unused-metrics`."""
