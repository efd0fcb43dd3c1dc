"""Writes several files together. If one of the files cannot be written, no file is changed."""
