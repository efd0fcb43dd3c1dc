"""The views that rules read: boards, panels, queries and variables. All rules share the same
views.
"""
