"""Parts of boards in schema v2, as Grafana 12.4 and 13 write them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def board(**values: Any) -> Json:
    return {"title": "B", "elements": {}, "layout": grid(), **values}


def panel(title: str = "P", *, id: int = 1, **spec: Any) -> Json:
    viz = {"kind": "VizConfig", "group": "stat", "version": "12.4.0", "spec": {"options": {"a": 1}}}
    return {"kind": "Panel", "spec": {"id": id, "title": title, "vizConfig": viz, **spec}}


def query(expr: str, *, source: str | None = "prom", ref: str = "A", **spec: Any) -> Json:
    named = {"datasource": {"name": source}} if source else {}
    asked = {"kind": "DataQuery", "group": "prometheus", "version": "v0", **named}
    return {
        "kind": "PanelQuery",
        "spec": {"refId": ref, "hidden": False, "query": {**asked, "spec": {"expr": expr}}, **spec},
    }


def data(*queries: Json, transformations: Any = (), **options: Any) -> Json:
    spec = {
        "queries": list(queries),
        "transformations": list(transformations),
        "queryOptions": options,
    }
    return {"kind": "QueryGroup", "spec": spec}


def item(name: str, x: int = 0, y: int = 0, w: int = 12, h: int = 8, **spec: Any) -> Json:
    element = {"kind": "ElementReference", "name": name}
    place = {"x": x, "y": y, "width": w, "height": h}
    return {"kind": "GridLayoutItem", "spec": {**place, "element": element, **spec}}


def grid(*items: Json) -> Json:
    return {"kind": "GridLayout", "spec": {"items": list(items)}}


def auto(*names: str, **spec: Any) -> Json:
    items = [
        {
            "kind": "AutoGridLayoutItem",
            "spec": {"element": {"kind": "ElementReference", "name": name}},
        }
        for name in names
    ]
    return {"kind": "AutoGridLayout", "spec": {"items": items, **spec}}


def rows(*rows: Json) -> Json:
    return {"kind": "RowsLayout", "spec": {"rows": list(rows)}}


def row(title: str, layout: Json, **spec: Any) -> Json:
    return {"kind": "RowsLayoutRow", "spec": {"title": title, "layout": layout, **spec}}


def tabs(*tabs: Json) -> Json:
    return {"kind": "TabsLayout", "spec": {"tabs": list(tabs)}}


def tab(title: str, layout: Json, **spec: Any) -> Json:
    return {"kind": "TabsLayoutTab", "spec": {"title": title, "layout": layout, **spec}}
