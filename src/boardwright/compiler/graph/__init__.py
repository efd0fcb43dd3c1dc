"""The parts of a classic `graph` panel, each turned into what a time series panel has for it."""
