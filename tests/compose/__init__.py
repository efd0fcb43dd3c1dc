"""The compose file, and the scripts that start it."""
