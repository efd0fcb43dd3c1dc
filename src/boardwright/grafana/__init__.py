"""Grafana's HTTP API: what is asked, what came back, and every way in which it can go wrong.

    Server ──find_credentials──> Credentials ──open_client──> Client ──> Grafana (the calls)
    wanted boards + read_state(grafana) ──make_plan──> Plan ──apply_plan──> outcomes

Only `Client` speaks HTTP, over a session that it is given. Plans are made from values alone.
"""
