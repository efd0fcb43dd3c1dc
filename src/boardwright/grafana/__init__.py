"""Calls of Grafana's HTTP API, the plan of a deploy, and an error for every kind of failure.

    Server ──credentials──> Client ──> Grafana (the calls)
    declared boards + read_state(grafana) ──make_plan──> Plan ──apply_plan──> outcomes

Only `Client` sends requests, with the HTTP session that it is given. Plans are computed from
values, without requests.
"""
