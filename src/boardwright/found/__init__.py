"""Finds boards and configuration files on disk, in all formats that other tools write."""
