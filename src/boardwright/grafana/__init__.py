"""Calls Grafana's HTTP API, plans and applies deploys, and defines an error for each failure.

    GrafanaServer ──credentials──> GrafanaClient ──> Grafana (the calls)
    declared boards + read_state(grafana) ──make_plan──> Plan ──apply_plan──> outcomes

Only the class `GrafanaClient` sends requests. Plans are computed from data that was read before,
without further requests.
"""
