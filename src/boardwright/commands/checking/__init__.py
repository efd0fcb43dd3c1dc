"""`boardwright check`, with its fixes and unused metrics."""
