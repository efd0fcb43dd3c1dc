"""Reading from Prometheus and from the exporters that it scrapes.

    PrometheusServer ──open_prometheus_session──> session ──> Prometheus, QueryApi, fetch_text

Requests are GET, and POST for queries, which may be too long for an address.
"""
