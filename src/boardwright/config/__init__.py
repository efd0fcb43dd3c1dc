"""`boardwright.toml` as immutable values."""
