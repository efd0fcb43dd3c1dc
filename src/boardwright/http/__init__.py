"""Sends HTTP requests for the clients of Grafana and Prometheus, and handles URLs, credentials,
deadlines and errors.

    session ──send_request──> Reply, or an error with the cause and the next step

Every request has one time limit for the whole answer, and a limit on the size of the answer.
Redirects are not followed, certificates are always verified, and no message contains a password or
token.
"""
