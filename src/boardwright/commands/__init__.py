"""The functions that run the verbs of the command line, such as `build`. They return the results as
values and print nothing.
"""
