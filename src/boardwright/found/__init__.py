"""Boards and configuration files found on disk, in any of their formats."""
