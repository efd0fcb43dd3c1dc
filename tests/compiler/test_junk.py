"""Boards with absurd values: each is refused with a place, or compiled to a valid board."""

from __future__ import annotations

import json
from typing import Any

from grafanalib import core
from grafanalib._gen import DashboardEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from boardwright.errors import DocumentError
from json_paths import iter_paths, with_value

from .facts import refusals
from .grafanalib_panels import CLASSES, OPTIONS, SHARED
from .helpers import compile_board

JUNK: list[Any] = [
    None,
    "",
    "x",
    "null",
    "$x",
    5,
    -1,
    1.5,
    10**30,
    float("nan"),
    True,
    False,
    [],
    [[]],
    [None],
    [{}],
    ["x"],
    {},
    {"a": 1},
    {"list": [1]},
    {"uid": 5},
    [{"value": {}}],
]


def board(kind: str) -> dict[str, Any]:
    arguments = OPTIONS[kind] | (SHARED if kind not in ("AlertList", "RowPanel") else {})
    dashboard = core.Dashboard(
        title="T",
        annotations=core.Annotations([{"name": "x", "datasource": "P"}]),
        inputs=[core.DataSourceInput("DS_X", "x", "prometheus", "P")],
        links=[core.ExternalLink("u", "t")],
        panels=[CLASSES[kind](**arguments)],
        templating=core.Templating(
            [
                core.Template(name="q", query="x"),
                core.Template(name="c", query="1,2", type="custom"),
            ]
        ),
    )
    body: dict[str, Any] = json.loads(json.dumps(dashboard.to_json_data(), cls=DashboardEncoder))
    return body


BOARDS = {kind: board(kind) for kind in CLASSES}
PATHS = {kind: list(iter_paths(body)) for kind, body in BOARDS.items()}


def compiled_or_refused(body: dict[str, Any]) -> dict[str, Any] | DocumentError:
    try:
        return compile_board(body, "grafanalib")
    except DocumentError as error:
        return error


@settings(max_examples=400, deadline=None)
@given(st.data(), st.sampled_from(sorted(BOARDS)), st.sampled_from(JUNK))
def test_an_absurd_value_is_refused_or_repaired(data: st.DataObject, kind: str, junk: Any) -> None:
    path = data.draw(st.sampled_from(PATHS[kind]))
    once = compiled_or_refused(with_value(BOARDS[kind], path, junk))
    if isinstance(once, DocumentError):
        assert once.where
        assert once.hint
    else:
        assert refusals(once) == []
        assert compile_board(once)["panels"] == once["panels"]
