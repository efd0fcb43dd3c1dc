"""The behaviour of Grafana that boardwright relies on, tested on the stand-in and a real Grafana.

    GRAFANA_URL=http://127.0.0.1:3000 GRAFANA_USER=admin GRAFANA_PASSWORD=... pytest tests/contract

The account needs administrator rights, because the tests create and delete users and service
accounts. GRAFANA_PROVISIONED_UID is the uid of a board that a file provider manages, if there is
one.
"""
