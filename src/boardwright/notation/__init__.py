"""How Grafana and Prometheus write variables and lengths of time, as text. Pure.

What every command needs of PromQL's words, without the expressions that `promql` makes of them.
"""
