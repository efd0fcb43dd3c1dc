"""Computes the content of preview pages: layout, variables, sent queries, and answers as data
frames.
"""
