"""Tests of panels and rules: a pytest plugin, and the values that its fixtures return.

The plugin compiles the project's boards once, as every verb does. Prometheus's own engine evaluates
their queries over series that a test writes.
"""
