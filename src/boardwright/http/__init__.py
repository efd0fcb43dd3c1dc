"""Sends HTTP requests to Grafana, Prometheus and exporters.

    session ──send_request──> Reply, or an error with the cause and the next step

Each request has a time limit and a size limit for the complete answer. The package does not follow
redirects, and always verifies the certificate of the server. Error messages never contain a
password or a token.
"""
