"""Testing panels and rules: a pytest plugin, and the values that its fixtures return.

The plugin compiles the project's boards once per session, exactly as the commands of boardwright
do. Prometheus's own engine evaluates the queries of the boards on series that a test writes.
"""
