"""The functions that run `boardwright diff`, which compares two *sides*: the current state and the
state that would replace it.
"""
