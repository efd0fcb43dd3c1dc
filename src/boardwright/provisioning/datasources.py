"""Grafana's data source provisioning file.

Source: https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any

from boardwright.frozen import frozen


@frozen
class DataSource:
    """One data source as Grafana provisions it.

    Attributes:
        name: The name people see.
        type: The plugin's id, such as `prometheus`.
        uid: What boards refer to it by.
        url: Where Grafana's server reaches it.
        default: Whether it is the organisation's default; one at most.
        version: The version of its Prometheus, such as `2.53`; empty when it is not configured.
        json_data: The plugin's own settings, beside those that come from the project.
    """

    name: str
    type: str
    uid: str
    url: str
    default: bool = False
    version: str = ""
    json_data: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def datasources_file(sources: Iterable[DataSource], *, scrape_interval: str) -> dict[str, Any]:
    """Return the file's data.

    `timeInterval` of every Prometheus is the project's scrape interval: Grafana computes
    `$__interval` and `$__rate_interval` from it.
    """
    return {
        "apiVersion": 1,
        "datasources": [_entry(source, scrape_interval) for source in sources],
    }


def _entry(source: DataSource, scrape_interval: str) -> dict[str, Any]:
    return {
        "name": source.name,
        "type": source.type,
        "uid": source.uid,
        "access": "proxy",
        "url": source.url,
        "isDefault": source.default,
        "editable": False,
        "jsonData": _prometheus_defaults(source, scrape_interval) | dict(source.json_data),
    }


def _prometheus_defaults(source: DataSource, scrape_interval: str) -> dict[str, Any]:
    if source.type != "prometheus":
        return {}
    return {"httpMethod": "POST", "timeInterval": scrape_interval}
