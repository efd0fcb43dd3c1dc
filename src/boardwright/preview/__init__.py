"""Computes the content of preview pages, which show boards without Grafana: layout, variables,
queries and data.
"""
