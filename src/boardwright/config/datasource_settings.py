"""Reads `[[datasources]]`: the data sources that boards query and that `build` provisions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from boardwright.config.toml_table import Table
from boardwright.http.addresses import find_url_fault
from boardwright.notation.similar_names import ask_for_name, find_similar_name
from boardwright.notation.versions import parse_version
from boardwright.provisioning.data_source_file import DataSource
from boardwright.schema.board_addresses import UID
from boardwright.schema.datasource_references import HTTP_TYPES

_REFERENCE = re.compile(r"\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\}|\$__(?:env|file)\{[^{}]+\}")
"""Matches a reference to an environment variable or a file, such as `$NAME`. Grafana replaces the
reference when Grafana starts.
"""
_SECRET_KEYS = frozenset({"password", "token", "secret", "apikey", "api_key", "basicauthpassword"})
_LOGIN_HINT = (
    'Write basic_auth_user = "USER" and secure_json_data = { basicAuthPassword = "$PASSWORD" }.'
    " Grafana replaces $PASSWORD by the environment variable PASSWORD of the Grafana server."
)


def read_datasources(top: Table) -> tuple[DataSource, ...]:
    """Read the array of tables `[[datasources]]`.

    Raises:
        ConfigError: There is no data source, two data sources have the same uid or name, or a data
            source contains a secret.
    """
    sources: list[DataSource] = []
    for table in top.get_tables("datasources"):
        table.expect(
            *("name", "type", "uid", "url", "default", "version", "json_data"),
            *("basic_auth_user", "secure_json_data"),
        )
        plugin = table.take("type", str, "prometheus")
        _refuse_misspelled(table, plugin)
        source = DataSource(
            name=table.require("name", str),
            type=plugin,
            uid=read_datasource_uid(table),
            url=_read_url(table, plugin),
            default=table.take("default", bool, False),
            version=_read_version(table),
            json_data=_read_json_data(table.get_table("json_data")),
            basic_auth_user=table.take("basic_auth_user", str, ""),
            secure_json_data=_read_secure_json_data(table.get_table("secure_json_data")),
        )
        table.close()
        _refuse_duplicate(table, source, sources)
        sources.append(source)
    if not sources:
        top.refuse(
            "[[datasources]] is missing",
            "",
            "Add a [[datasources]] table with the name, uid and url of the Prometheus that the"
            " boards query.",
        )
    return tuple(sources)


_TYPES = (
    *("prometheus", "loki", "tempo", "elasticsearch", "influxdb", "graphite", "postgres"),
    *("grafana-postgresql-datasource", "mysql", "mssql", "opentsdb", "jaeger", "zipkin"),
    *("cloudwatch", "stackdriver", "alertmanager", "grafana-testdata-datasource"),
    *("grafana-azure-monitor-datasource", "parca", "grafana-pyroscope-datasource"),
)
"""Ids of the data source plugins that Grafana includes. An id that is similar to one of these ids
is probably a misspelling.
"""
_MISSPELLED = 0.85


def _refuse_misspelled(table: Table, plugin: str) -> None:
    """Raise ConfigError for a misspelled type, such as `promethues`.

    `boardwright check` would not check the queries of a data source with a misspelled type.
    """
    near = find_similar_name(plugin, _TYPES, cutoff=_MISSPELLED)
    if near and near != plugin:
        what = f"{plugin!r} is probably a misspelled type of data source"
        table.refuse(what, "type", ask_for_name(near))


def read_datasource_uid(table: Table) -> str:
    """Read the key `uid`, and check that Grafana accepts the uid."""
    uid = table.require("uid", str)
    if not UID.fullmatch(uid):
        table.refuse(
            f"the uid {uid!r} is not valid in Grafana: use 1 to 40 of the characters a-z, A-Z, "
            "0-9, _ and -",
            "uid",
        )
    return uid


def _read_version(table: Table) -> str:
    version = table.take("version", str, "")
    if not version:
        return version
    if parse_version(version) is None:
        table.refuse(
            f"{version!r} is not a version number",
            "version",
            'Write the version of the Prometheus server, such as version = "2.53".',
        )
    return version


def _read_url(table: Table, plugin: str) -> str:
    url = table.require("url", str) if plugin in HTTP_TYPES else table.take("url", str, "")
    if "@" in url or "?" in url:
        if fault := find_url_fault(url.partition("?")[0]):
            table.refuse(f"the url of a data source {fault}", "url", _LOGIN_HINT)
        what = "the url of a data source has a query string, which may contain a secret"
        table.refuse(what, "url", _LOGIN_HINT)
    return url


def _read_json_data(table: Table) -> Mapping[str, Any]:
    data = table.get_rest()
    for key, value in data.items():
        name = key.lower()
        if name in _SECRET_KEYS or name.startswith("httpheadervalue"):
            table.refuse(
                f"json_data.{key} is a secret, which must not be in boardwright.toml",
                key,
                f'Write secure_json_data = {{ {key} = "$NAME" }}. Grafana replaces $NAME by the'
                " environment variable NAME of the Grafana server.",
            )
        if not _is_json(value):
            what = f"json_data.{key} is {value!r}, but JSON has no value of this type"
            table.refuse(what, key)
    return data


def _is_json(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_json, value.values()))
    if isinstance(value, list):
        return all(map(_is_json, value))
    return isinstance(value, str | bool | int | float)


def _read_secure_json_data(table: Table) -> Mapping[str, str]:
    data = table.get_rest()
    for key, value in data.items():
        if not isinstance(value, str) or not _REFERENCE.fullmatch(value):
            table.refuse(
                f"secure_json_data.{key} must refer to an environment variable or a file, and must"
                " not contain the secret itself",
                key,
                'Write a reference such as "$NAME", "$__env{NAME}" or "$__file{/path}". Grafana'
                " reads the environment variable or the file when Grafana starts.",
            )
    return data


def _refuse_duplicate(table: Table, source: DataSource, others: list[DataSource]) -> None:
    for other in others:
        if source.uid == other.uid:
            table.refuse(f"two data sources have the uid {source.uid!r}", "uid")
        if source.name == other.name:
            table.refuse(f"two data sources have the name {source.name!r}", "name")
        if source.default and other.default:
            table.refuse(
                f"the data sources {other.name!r} and {source.name!r} both have default = true",
                "default",
                "Set default = true for only one data source.",
            )
