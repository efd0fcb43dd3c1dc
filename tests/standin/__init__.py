"""A stand-in Grafana: a real HTTP server on loopback that answers as 12.2 was recorded to.

`test_as_recorded.py` holds it to the recording, and `tests/contract` to a real Grafana.
"""
