"""Converts boards to a normal form, which is the same for all boards that mean the same to
Grafana.
"""
