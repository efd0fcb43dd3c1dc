"""A stand-in for Grafana: an HTTP server on loopback that answers like the recorded 12.2.

`test_as_recorded.py` compares it with the recording, and `tests/contract` with a real Grafana.
"""
