"""The functions that run the verbs of the command line, such as `build`. Each function takes
values, returns a result, and prints nothing.
"""
