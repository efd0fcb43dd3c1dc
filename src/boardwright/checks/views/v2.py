"""Boards of Grafana's schema v2, brought to the classic form for rules, with the way back.

Enough for rules: panels with their queries, field configuration, options and transformations;
variables, annotations, links, times. Where panels stand is told for a plain grid only: tabs and
rows of v2 have grids of their own.

Source: `dashboard.grafana.app/v2` as Grafana 13 exports it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from boardwright.checks.problem import Pointer
from boardwright.checks.views.view import View
from boardwright.schema.v2.variables import TYPES

Json = dict[str, Any]
_HIDDEN = {"hideVariable": 2, "hideLabel": 1}


def classic_form(spec: Mapping[str, Any]) -> tuple[Json, dict[Pointer, Pointer]]:
    """Return a v2 board in the classic form, and classic ways -> ways in `spec`."""
    pointers: dict[Pointer, Pointer] = {}
    view = View(spec, ())
    board = {
        "title": spec.get("title"),
        "description": spec.get("description"),
        "tags": spec.get("tags"),
        "editable": spec.get("editable"),
        "links": spec.get("links"),
        "refresh": view.at("timeSettings", "autoRefresh"),
        "timezone": view.at("timeSettings", "timezone"),
        "time": {"from": view.at("timeSettings", "from"), "to": view.at("timeSettings", "to")},
        "panels": list(_panels(view, pointers)),
        "templating": {"list": list(_variables(view, pointers))},
        "annotations": {"list": list(_annotations(view, pointers))},
    }
    for key in ("refresh", "timezone"):
        new = "autoRefresh" if key == "refresh" else key
        pointers[(key,)] = ("timeSettings", new)
    pointers["time",] = ("timeSettings",)
    return board, pointers


def _panels(view: View, pointers: dict[Pointer, Pointer]) -> Iterator[Json]:
    grids, repeats = _grids(view), _repeats(view)
    for index, (name, element) in enumerate(view.table("elements").items()):
        way = ("elements", name, "spec")
        found = View(element, way) if isinstance(element, dict) else View({}, way)
        classic = ("panels", index)
        pointers[classic] = way
        if found.text("kind") == "LibraryPanel":
            yield {**_common(found), "libraryPanel": dict(found.table("spec", "libraryPanel"))}
            continue
        panel = _panel(found, classic, pointers)
        if name in grids:
            panel["gridPos"] = grids[name]
        if name in repeats:
            panel["repeat"] = repeats[name]
        yield panel


def _panel(element: View, classic: Pointer, pointers: dict[Pointer, Pointer]) -> Json:
    viz, data = ("spec", "vizConfig"), ("spec", "data", "spec")
    kind = element.text(*viz, "kind")
    plugin = element.text(*viz, "group") or ("" if kind == "VizConfig" else kind)
    way = element.pointer
    pointers[(*classic, "type")] = (*way, "vizConfig")
    pointers[(*classic, "fieldConfig")] = (*way, "vizConfig", "spec", "fieldConfig")
    pointers[(*classic, "options")] = (*way, "vizConfig", "spec", "options")
    pointers[(*classic, "targets")] = (*way, "data", "spec", "queries")
    pointers[(*classic, "interval")] = (*way, "data", "spec", "queryOptions", "interval")
    return {
        **_common(element),
        "type": plugin,
        "fieldConfig": element.at(*viz, "spec", "fieldConfig"),
        "options": element.at(*viz, "spec", "options"),
        "interval": element.at(*data, "queryOptions", "interval"),
        "maxDataPoints": element.at(*data, "queryOptions", "maxDataPoints"),
        "transformations": [
            {**_spec(item), "id": item.get("group") or item.get("kind")}
            for _, item in element.items(*data, "transformations")
        ],
        "targets": list(_targets(element, data, classic, pointers)),
    }


def _common(element: View) -> Json:
    keys = ("id", "title", "description", "links", "transparent")
    return {key: element.at("spec", key) for key in keys if element.at("spec", key) is not None}


def _targets(
    element: View, data: tuple[str, ...], classic: Pointer, pointers: dict[Pointer, Pointer]
) -> Iterator[Json]:
    for count, (index, item) in enumerate(element.items(*data, "queries")):
        found = View(item, ())
        way = (*element.pointer[:-1], *data, "queries", index, "spec")
        target = (*classic, "targets", count)
        pointers[target] = (*way, "query", "spec")
        pointers[(*target, "refId")] = (*way, "refId")
        pointers[(*target, "hide")] = (*way, "hidden")
        pointers[(*target, "datasource")] = (*way, "query", "datasource")
        yield {
            **found.table("spec", "query", "spec"),
            "refId": found.at("spec", "refId"),
            "hide": found.flag("spec", "hidden"),
            "datasource": _reference(found, "spec"),
        }


def _reference(holder: View, *keys: str) -> Json | None:
    """Return a query's data source in the classic form, in `v2`, `v2beta1` and `v2alpha1`."""
    query = (*keys, "query")
    kind = holder.text(*query, "group")
    if not kind and holder.text(*query, "kind") != "DataQuery":
        kind = holder.text(*query, "kind")
    name = holder.text(*query, "datasource", "name") or holder.text(*keys, "datasource", "uid")
    reference = {"type": kind, "uid": name}
    return {key: value for key, value in reference.items() if value} or None


def _variables(view: View, pointers: dict[Pointer, Pointer]) -> Iterator[Json]:
    for count, (index, item) in enumerate(view.items("variables")):
        found, spec = View(item, ()), dict(View(item, ()).table("spec"))
        kind = TYPES.get(found.text("kind"), "")
        pointers["templating", "list", count] = ("variables", index, "spec")
        variable = {**spec, "type": kind, "hide": _HIDDEN.get(str(spec.get("hide")), 0)}
        if kind == "query":
            inner = found.table("spec", "query", "spec")
            variable["query"] = inner.get("query") or inner.get("__legacyStringValue") or inner
            variable["datasource"] = _reference(found, "spec")
        if kind == "datasource":
            variable["query"] = spec.get("pluginId")
        yield variable


def _annotations(view: View, pointers: dict[Pointer, Pointer]) -> Iterator[Json]:
    for count, (index, item) in enumerate(view.items("annotations")):
        found = View(item, ())
        way = ("annotations", index, "spec")
        classic = ("annotations", "list", count)
        pointers[classic] = way
        pointers[(*classic, "expr")] = (*way, "query", "spec", "expr")
        pointers[(*classic, "datasource")] = (*way, "query", "datasource")
        own = {key: value for key, value in found.table("spec").items() if key != "query"}
        yield {
            **found.table("spec", "query", "spec"),
            **own,
            "datasource": _reference(found, "spec"),
        }


def _grids(view: View) -> dict[str, Json]:
    if view.text("layout", "kind") != "GridLayout":
        return {}
    found = {}
    for _, item in view.items("layout", "spec", "items"):
        spec = _spec(item)
        name = View(spec, ()).text("element", "name")
        found[name] = {
            "x": spec.get("x"),
            "y": spec.get("y"),
            "w": spec.get("width"),
            "h": spec.get("height"),
        }
    return found


def _repeats(view: View) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting: list[Any] = [view.at("layout")]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            item = View(value, ())
            name, variable = item.text("element", "name"), item.text("repeat", "value")
            if name and variable:
                found[name] = variable
            waiting.extend(value.values())
    return found


def _spec(item: Mapping[str, Any]) -> Json:
    spec = item.get("spec")
    return spec if isinstance(spec, dict) else {}
