"""Reading from Prometheus and from what it scrapes, with time-outs, over a given session.

GET, and for queries POST, which Prometheus takes for expressions too long for an address.

What goes wrong is a `ServerError` that says what, at which address, and what to do.
"""
