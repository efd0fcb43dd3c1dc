"""Helpers for testing passes: a project, boards with one panel, documents."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.context import CompilerContext
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

CONTEXT = CompilerContext(
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
    """Return a document that contains a board."""
    return Document(body=body, place=PLACE, name="node", form=form, **fields)


def board(*panels: Board, **fields: Any) -> Board:
    """Return a board in the form in which the pass `shape` leaves boards."""
    return {
        "title": "Board",
        "templating": {"list": []},
        "annotations": {"list": []},
        **fields,
        "panels": list(panels),
    }


def one(run: Pass, panel: Board, context: CompilerContext = CONTEXT, **fields: Any) -> Board:
    """Run a pass on a board with one panel, and return this panel."""
    (result,) = run(board(panel, **fields), context)["panels"]
    return result


def compile_board(body: Board, form: Form = "dict", context: CompilerContext = CONTEXT) -> Board:
    """Return a compiled board."""
    return compile_document(document(body, form), context).body


def panels_of(body: Board, form: Form = "dict") -> list[Board]:
    """Return the panels of a compiled board."""
    return compile_board({"title": "Board", **body}, form)["panels"]


def mark(panel: Board, *arguments: str, line: int = 3) -> Board:
    """Return a panel with the mark of grafanalib: its line, and the arguments that were given."""
    place = Place(file="dashboards/node.py", line=line)
    return {**panel, ORIGIN: Origin(place=place, explicit_arguments=frozenset(arguments))}


def remarks(owner: Board) -> tuple[str, ...]:
    """Return the remarks that passes attached to a panel or board."""
    found = owner.get(REMARKS, ())
    return tuple(each.what if isinstance(each, Remark) else each for each in found)
