"""Metrics that no board asks for, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.commands.checking.unused_metrics import Unused
from boardwright.report.problems import error_json


def unused_lines(unused: Unused) -> Iterator[str]:
    """Yield what a person reads."""
    width = max((len(metric.name) for metric in unused.metrics), default=0)
    for metric in unused.metrics:
        yield f"{metric.name:<{width}}  {metric.type}"
    if unused.metrics:
        yield ""
    boards = "1 board" if unused.boards == 1 else f"{unused.boards} boards"
    yield f"{len(unused.metrics)} of {unused.emitted} metrics are asked for in none of {boards}."


def unused_json(unused: Unused) -> dict[str, Any]:
    """Return the result as JSON data; its schema is `docs/reference/unused-metrics.schema.json`."""
    return {
        "unused": [{"name": metric.name, "type": metric.type} for metric in unused.metrics],
        "emitted": unused.emitted,
        "boards": unused.boards,
        "errors": [error_json(error) for error in unused.errors],
    }
