"""Runs the project's modules, and collects the boards and alert groups that the modules declare."""
