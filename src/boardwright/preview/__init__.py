"""Computes the content of preview pages, which show boards without Grafana: the layout, the
variables, the sent queries, and the answers as data frames.
"""
