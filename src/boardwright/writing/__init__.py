"""Writing several files: either all of them are written, or none."""
