"""The documentation site that `make docs` builds."""
