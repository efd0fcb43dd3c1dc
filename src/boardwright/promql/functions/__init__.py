"""Prometheus' functions, one Python function each; grouped as its documentation groups them."""
