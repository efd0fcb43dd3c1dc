"""Tests of the documentation site that `make docs` builds."""
