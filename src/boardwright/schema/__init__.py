"""Describes the keys of Grafana's dashboard JSON: the types, meanings and defaults of their
values.
"""
