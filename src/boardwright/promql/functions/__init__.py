"""Prometheus' functions, one Python function for each. The modules group the functions in the same
way as Prometheus' documentation.
"""
