"""`prometheus.yml` and Grafana's data source files, as they are in a repository, for checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from boardwright.errors import DeclarationError
from boardwright.schema.document import Place


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An item of the file: a scrape job, a data source; `values` is its data."""

    values: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, kw_only=True)
class ServerFile:
    """What one file says.

    Attributes:
        place: The file.
        data: All of it.
        common: `global` of a `prometheus.yml`; None when the file is none.
        jobs: Its `scrape_configs`.
        datasources: `datasources` of a provisioning file.
    """

    place: Place
    data: Mapping[str, Any]
    common: Entry | None
    jobs: tuple[Entry, ...]
    datasources: tuple[Entry, ...]


def read_server_file(path: Path, *, place: Place) -> ServerFile:
    """Read a YAML file of Prometheus or Grafana.

    Raises:
        DeclarationError: Not readable, not YAML, or neither of the two.
    """
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except OSError as error:
        raise DeclarationError(f"cannot be read: {error.strerror}", where=place) from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise DeclarationError(f"is not YAML: {error}", where=place) from None
    if not isinstance(data, dict) or not {"scrape_configs", "global", "datasources"} & data.keys():
        raise DeclarationError(
            "is neither Prometheus' configuration nor Grafana's data sources",
            where=place,
            hint="Give a prometheus.yml, or a file of provisioning/datasources.",
        )
    return ServerFile(
        place=place,
        data=data,
        common=_common(node, data, place),
        jobs=tuple(_entries(node, data, "scrape_configs", place)),
        datasources=tuple(_entries(node, data, "datasources", place)),
    )


def _common(node: Any, data: Mapping[str, Any], place: Place) -> Entry | None:
    if "scrape_configs" not in data and "global" not in data:
        return None
    values = data.get("global")
    found = _child(node, "global")
    interval = _child(found, "scrape_interval") or found or node
    return Entry(values=values if isinstance(values, dict) else {}, place=_at(interval, place))


def _entries(node: Any, data: Mapping[str, Any], key: str, place: Place) -> Iterator[Entry]:
    items = data.get(key)
    found = _child(node, key)
    if not isinstance(items, list) or not isinstance(found, yaml.SequenceNode):
        return
    for values, item in zip(items, found.value, strict=False):
        if isinstance(values, dict):
            yield Entry(values=values, place=_at(item, place))


def _child(node: Any, key: str) -> Any:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _at(node: Any, place: Place) -> Place:
    return Place(file=place.file, line=node.start_mark.line + 1)
