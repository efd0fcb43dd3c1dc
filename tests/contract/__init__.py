"""The behaviour that boardwright relies on: of the stand-in, and of a real Grafana if one is named.

    GRAFANA_URL=http://127.0.0.1:3000 GRAFANA_USER=admin GRAFANA_PASSWORD=... pytest tests/contract

The account needs the rights of an administrator: users and service accounts are made for the
tests, and taken away. GRAFANA_PROVISIONED_UID names a board of a file provider, if there is one.
"""
