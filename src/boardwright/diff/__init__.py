"""Changes between two boards or alert rule groups; pure."""
