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
        name: The name that Grafana shows.
        type: Id of the data source plugin, such as `prometheus`.
        uid: The uid by which boards refer to the data source.
        url: The address at which Grafana's server reaches the data source; empty for types without
            an address.
        default: Whether this data source is the default data source of the Grafana organisation. An
            organisation has at most one default.
        version: Version of the Prometheus server, such as `2.53`; empty if boardwright.toml
            contains no version.
        json_data: Settings of the plugin (`jsonData`), in addition to the settings that boardwright
            adds.
        basic_auth_user: User name for basic authentication; empty for no basic authentication.
        secure_json_data: Name of a secret -> reference, such as `$NAME` for an environment
            variable, which Grafana replaces by the value of the secret.
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
        """The scrape interval of the Prometheus server (`timeInterval`), such as `10s`; None if
        `json_data` does not set this interval.
        """
        value = self.json_data.get("timeInterval")
        return value if isinstance(value, str) and value else None


def build_data_sources_file(sources: Iterable[DataSource], *, scrape_interval: str) -> Json:
    """Return the content of the provisioning file as a dict.

    Every Prometheus data source gets the project's scrape interval as `timeInterval`, because
    Grafana computes `$__interval` and `$__rate_interval` from this setting.
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
