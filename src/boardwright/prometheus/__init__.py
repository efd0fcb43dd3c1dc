"""Reading from Prometheus and from what it scrapes: GET only, with time-outs, over a given session.

What goes wrong is a `ServerError` that says what, at which address, and what to do.
"""
