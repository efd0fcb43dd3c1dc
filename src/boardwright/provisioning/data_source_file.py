"""Writes the file from which Grafana provisions data sources.

Source: https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any

from boardwright.frozen import frozen
from boardwright.provisioning.grafana_values import escape_values
from boardwright.schema.document import Json


@frozen
class DataSource:
    """A data source in Grafana's provisioning file.

    Attributes:
        name: The data source's name in Grafana.
        type: Id of the data source plugin, such as `prometheus`.
        uid: The uid that boards use to select the data source.
        url: The URL to which Grafana's server sends queries; empty for data source types that have
            no URL.
        default: Whether this data source is the default data source of the Grafana organisation.
        version: Version of the Prometheus server, such as `2.53`; empty if boardwright.toml
            contains no version.
        json_data: Settings of the plugin (`jsonData`). boardwright adds `timeInterval` and
            `httpMethod` for Prometheus, unless `json_data` sets these keys.
        basic_auth_user: User name for basic authentication; empty for no basic authentication.
        secure_json_data: Name of a secret -> where Grafana reads the secret, such as `$NAME` for an
            environment variable.
    """

    name: str
    type: str
    uid: str
    url: str = ""
    default: bool = False
    version: str = ""
    json_data: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    basic_auth_user: str = ""
    secure_json_data: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def time_interval(self) -> str | None:
        """The `timeInterval` in `json_data`, such as `10s`; None if it is not set."""
        value = self.json_data.get("timeInterval")
        return value if isinstance(value, str) and value else None


def build_data_sources_file(sources: Iterable[DataSource], *, scrape_interval: str) -> Json:
    """Return the content of the provisioning file as a dict.

    Every Prometheus data source gets the project's scrape interval as `timeInterval`. Grafana
    computes `$__interval` and `$__rate_interval` from `timeInterval`.
    """
    return {
        "apiVersion": 1,
        "datasources": [_build_entry(source, scrape_interval) for source in sources],
    }


def _build_entry(source: DataSource, scrape_interval: str) -> Json:
    entry: Json = escape_values(
        {
            "name": source.name,
            "type": source.type,
            "uid": source.uid,
            "access": "proxy",
            **({"url": source.url} if source.url else {}),
            "isDefault": source.default,
            "editable": False,
            **_build_basic_auth(source),
            "jsonData": _build_prometheus_defaults(source, scrape_interval)
            | dict(source.json_data),
        }
    )
    if source.secure_json_data:
        entry["secureJsonData"] = dict(sorted(source.secure_json_data.items()))
    return entry


def _build_basic_auth(source: DataSource) -> Json:
    user = source.basic_auth_user
    return {"basicAuth": True, "basicAuthUser": user} if user else {}


def _build_prometheus_defaults(source: DataSource, scrape_interval: str) -> Json:
    if source.type != "prometheus":
        return {}
    return {"httpMethod": "POST", "timeInterval": scrape_interval}
