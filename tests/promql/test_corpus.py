"""Every Prometheus expression of the public dashboards in `shared/corpus` parses.

The boards are not part of this repository: elsewhere the test is skipped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from boardwright.errors import PromqlError
from boardwright.promql import parse

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

NOT_PROMQL = {
    "evcc-grafana-dashboards": "MetricsQL on a VictoriaMetrics data source",
    "VictoriaMetrics/query-stats.json": "LogsQL on a VictoriaMetrics data source",
    "flux2-monitoring-example/logs.json": "LogQL on a Loki data source",
}
REFUSED = {
    "VictoriaMetrics/victoriametrics.json": 1,  # an offset on an aggregation, MetricsQL's own
}


@pytest.fixture
def corpus() -> Path:
    if not CORPUS.is_dir() and os.environ.get("CI") == "true":
        pytest.fail("shared/corpus is not beside the repository, and CI skips nothing real")
    if not CORPUS.is_dir():
        pytest.skip("shared/corpus is not beside the repository")
    return CORPUS


@pytest.mark.real
def test_every_prometheus_expression_parses(corpus: Path) -> None:
    count, refused = 0, {}
    for name, texts in _expressions(corpus):
        count += len(texts)
        failed = [text for text in sorted(texts) if not _parses(text)]
        if failed:
            refused[name] = len(failed)
    assert refused == REFUSED
    assert count > 1000


def _expressions(corpus: Path) -> Iterator[tuple[str, set[str]]]:
    for path in sorted(corpus.rglob("*.json")):
        name = path.relative_to(corpus).as_posix()
        if not name.startswith(tuple(NOT_PROMQL)):
            yield name, set(_found(json.loads(path.read_text())))


def _found(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        text = node.get("expr")
        if isinstance(text, str) and text.strip():
            yield text
        node = list(node.values())
    for child in node if isinstance(node, list) else ():
        yield from _found(child)


def _parses(text: str) -> bool:
    try:
        parse(text)
    except PromqlError:
        return False
    return True
