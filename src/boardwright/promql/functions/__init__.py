"""Python functions that build calls of PromQL functions. Each function of Prometheus has a Python
function of the same name.
"""
