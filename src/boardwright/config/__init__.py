"""Reads `boardwright.toml` and returns its settings as immutable values."""
