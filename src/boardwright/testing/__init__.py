"""A pytest plugin for tests of panels and rules, and the values that the plugin's fixtures return.

The plugin compiles the project's boards once per session, exactly as the commands of boardwright
do. In a test, Prometheus's own engine evaluates the queries of the boards. The test writes the
series that the engine reads.
"""
