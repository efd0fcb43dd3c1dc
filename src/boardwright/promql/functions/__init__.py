"""One Python function for each function of Prometheus. The modules group the functions in the same
way as Prometheus' documentation.
"""
