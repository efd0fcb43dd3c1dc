"""HTTP for the clients of Grafana and Prometheus: addresses, logins, deadlines, error causes.

    session ──exchange──> Reply, or an error that names the cause and the next step

Every request has one deadline for the whole answer and a limit on its size. Redirects are not
followed, certificates are always verified, and no message holds a password or token.
"""
