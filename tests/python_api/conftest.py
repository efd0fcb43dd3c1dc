"""Fixtures: no Grafana credentials in the environment, and a stand-in with a token."""

from grafana_fixtures import no_grafana_of_ones_own, server

__all__ = ["no_grafana_of_ones_own", "server"]
