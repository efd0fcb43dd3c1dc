"""No Grafana of one's own, and one on loopback that a token opens."""

from grafana_fixtures import no_grafana_of_ones_own, server

__all__ = ["no_grafana_of_ones_own", "server"]
