"""How a document names a data source today: an object of `type` and `uid`."""

from __future__ import annotations

from boardwright.frozen import frozen

PROMETHEUS = frozenset(
    {
        "prometheus",
        "grafana-amazonprometheus-datasource",
        "grafana-azureprometheus-datasource",
        "grafana-gcpprometheus-datasource",
    }
)
"""Types whose queries are PromQL; VictoriaMetrics' read more."""


@frozen
class DataSourceRef:
    """A reference to a data source: the plugin's type and the data source's uid."""

    type: str
    uid: str

    def to_json(self) -> dict[str, str]:
        """Return Grafana's own form of the reference."""
        return {"type": self.type, "uid": self.uid}
