"""Dashboard JSON as the Python source that declares it; pure."""
