"""Runs the user's modules, and collects the boards and alert groups that they declare."""
