"""The Prometheus queries of the public dashboards in `shared/corpus`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from boardwright.notation.variable_syntax import VARIABLE
from boardwright.promql.lexer import iter_tokens

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
OTHER_LANGUAGES = (
    "evcc-grafana-dashboards",  # MetricsQL on a VictoriaMetrics data source
    "VictoriaMetrics/query-stats.json",  # LogsQL
    "flux2-monitoring-example/logs.json",  # LogQL
)


def corpus_queries() -> tuple[str, ...]:
    """Return every query of the corpus once. Skip the test if there is no corpus."""
    if not CORPUS.is_dir() and os.environ.get("CI") == "true":
        pytest.fail("shared/corpus is not next to the repository, and CI skips nothing real")
    if not CORPUS.is_dir():
        pytest.skip("shared/corpus is not next to the repository")
    return all_queries()


@cache
def all_queries() -> tuple[str, ...]:
    """Return every query once."""
    found: dict[str, None] = {}
    for path in sorted(CORPUS.rglob("*.json")):
        if not path.relative_to(CORPUS).as_posix().startswith(OTHER_LANGUAGES):
            found |= dict.fromkeys(_texts(json.loads(path.read_text())))
    return tuple(found)


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        text = node.get("expr")
        if isinstance(text, str) and text.strip():
            yield text
        node = list(node.values())
    for child in node if isinstance(node, list) else ():
        yield from _texts(child)


def fill_variables(text: str, operand: str) -> str:
    """Return a query in which the variables are replaced by values.

    Args:
        text: The query.
        operand: Value for a variable in the position of a name, number or function.
    """
    words = (word for word, _ in iter_tokens(text))
    return " ".join(VARIABLE.sub(_value(word, operand), word) for word in words)


def _value(word: str, operand: str) -> str:
    if word[:1] in {'"', "'", "`"}:
        return "x"
    return "5m" if word[:1] == "[" and not VARIABLE.fullmatch(word) else operand
