"""`boardwright suggest-rules`: suggest recording rules for expressions that queries repeat."""
