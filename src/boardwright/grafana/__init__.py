"""Grafana's HTTP API: calls, plans of a deploy, and an error for every failure.

    Server ──credentials──> Client ──> Grafana (the calls)
    declared boards + read_state(grafana) ──make_plan──> Plan ──apply_plan──> outcomes

Only `Client` sends requests, over a given session. Plans are made from values only.
"""
