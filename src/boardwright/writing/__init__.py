"""Writes several files so that either all files are written, or none."""
