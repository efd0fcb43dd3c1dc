"""Prometheus' functions, one Python function for each. The modules group them as Prometheus'
documentation does.
"""
