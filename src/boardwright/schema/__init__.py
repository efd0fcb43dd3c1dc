"""Describes Grafana's dashboard JSON: the keys, the types of their values, their meaning and their
defaults.
"""
