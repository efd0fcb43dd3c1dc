"""A pytest plugin for tests of panels and rules.

The plugin compiles the project's boards once in each session. A test passes series of samples. With
these series, promtool evaluates the queries of the boards and rules.
"""
