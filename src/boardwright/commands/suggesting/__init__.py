"""`boardwright suggest-rules`: recording rules for parts that queries repeat."""
