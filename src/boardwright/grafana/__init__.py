"""Calls Grafana's HTTP API, and plans and applies deploys.

    GrafanaServer ──credentials──> GrafanaClient ──> Grafana
    declared boards + read_state(grafana) ──make_plan──> Plan ──apply_plan──> outcomes

Only the class `GrafanaClient` sends requests. `make_plan` sends no requests.
"""
