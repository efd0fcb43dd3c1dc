"""The user's modules, run, and the boards and alert groups that they declare."""
