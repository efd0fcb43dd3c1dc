"""Helpers of the tests of passes: a project, boards of one panel, documents."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.context import Context
from boardwright.compiler.pipeline import Pass, compile_document
from boardwright.schema.datasource_references import DataSourceRef
from boardwright.schema.document import (
    ORIGIN,
    REMARKS,
    Board,
    Document,
    Form,
    Origin,
    Place,
    Remark,
)

PLACE = Place(file="dashboards/node.py", line=12)

PROMETHEUS = DataSourceRef(type="prometheus", uid="prometheus")
LOKI = DataSourceRef(type="loki", uid="logs")

CONTEXT = Context(
    default_datasource=PROMETHEUS,
    datasources={
        "Prometheus": PROMETHEUS,
        "prometheus": PROMETHEUS,
        "Logs": LOKI,
        "logs": LOKI,
    },
    tag="boardwright:demo",
)


def document(body: Board, form: Form = "dict", **fields: Any) -> Document:
    """Return a document of a board."""
    return Document(body=body, place=PLACE, name="node", form=form, **fields)


def board(*panels: Board, **fields: Any) -> Board:
    """Return a board as the shape pass leaves it."""
    return {
        "title": "Board",
        "templating": {"list": []},
        "annotations": {"list": []},
        **fields,
        "panels": list(panels),
    }


def one(run: Pass, panel: Board, context: Context = CONTEXT, **fields: Any) -> Board:
    """Return what a pass makes of a board's only panel."""
    (result,) = run(board(panel, **fields), context)["panels"]
    return result


def compile_board(body: Board, form: Form = "dict", context: Context = CONTEXT) -> Board:
    """Return a compiled board."""
    return compile_document(document(body, form), context).body


def panels_of(body: Board, form: Form = "dict") -> list[Board]:
    """Return the panels of a compiled board."""
    return compile_board({"title": "Board", **body}, form)["panels"]


def mark(panel: Board, *asked: str, line: int = 3) -> Board:
    """Return a panel as grafanalib's, written on a line with these arguments."""
    place = Place(file="dashboards/node.py", line=line)
    return {**panel, ORIGIN: Origin(place=place, asked=frozenset(asked))}


def remarks(owner: Board) -> tuple[str, ...]:
    """Return what passes remarked on a panel or board."""
    found = owner.get(REMARKS, ())
    return tuple(each.what if isinstance(each, Remark) else each for each in found)
