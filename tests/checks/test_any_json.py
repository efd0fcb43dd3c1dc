"""Any JSON at all gives problems or a refusal, never a trace."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boardwright.checks import BoardView
from boardwright.checks.registry import load_built_in_rules
from boardwright.checks.rule_execution import check_board
from boardwright.checks.views.project_view import BoardFacts
from boardwright.checks.views.reading import source_of_json
from boardwright.errors import DocumentError
from boardwright.schema.document import Place
from checks.test_views import V2
from checks.views import SETTINGS
from json_paths import iter_paths, value_at

CLASSIC: dict[str, Any] = {
    "title": "Board",
    "uid": "uid",
    "id": 5,
    "refresh": "5s",
    "schemaVersion": 41,
    "tags": ["a"],
    "time": {"from": "now-6h", "to": "now"},
    "links": [{"type": "link", "url": "/d/x"}],
    "templating": {
        "list": [
            {"name": "ds", "type": "datasource", "query": "prometheus"},
            {
                "name": "job",
                "type": "query",
                "query": {"query": "label_values(up, job)"},
                "multi": True,
                "regex": "/a/",
                "current": {"value": ["$__all"]},
            },
            {"name": "w", "type": "interval", "query": "1m,5m"},
        ]
    },
    "annotations": {"list": [{"name": "a", "expr": "changes(x[5m])", "datasource": "$ds"}]},
    "rows": [
        {"title": "r", "panels": [{"type": "graph", "yaxes": [{"format": "s"}], "targets": []}]}
    ],
    "panels": [
        {
            "id": 1,
            "type": "timeseries",
            "title": "P",
            "gridPos": {"x": 0, "y": 0, "w": 24, "h": 8},
            "datasource": {"type": "prometheus", "uid": "$ds"},
            "interval": "10s",
            "repeat": "job",
            "fieldConfig": {
                "defaults": {
                    "unit": "s",
                    "min": 0,
                    "max": 1,
                    "thresholds": {"steps": [{"value": None}, {"value": 2}]},
                    "custom": {"stacking": {"mode": "normal"}},
                },
                "overrides": [
                    {
                        "matcher": {"id": "byName", "options": "{{x}}"},
                        "properties": [{"id": "unit", "value": "bytes"}],
                    }
                ],
            },
            "options": {"legend": {"calcs": ["mean"]}, "reduceOptions": {"calcs": ["last"]}},
            "transformations": [{"id": "organize", "options": {"renameByName": {"a": "b"}}}],
            "targets": [
                {
                    "refId": "A",
                    "expr": 'sum(rate(http_requests_total{job="$job"}[$w])) / 4',
                    "legendFormat": "{{instance}}",
                },
                {"refId": "B", "expr": "histogram_quantile(0.9, x_bucket)", "interval": "1s"},
            ],
        },
        {"id": 1, "type": "row", "panels": [{"type": "stat", "targets": [{"expr": "x_total("}]}]},
    ],
}
SEEDS = [CLASSIC, V2]
"""Whole boards, of which a part is replaced."""

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(10**30), max_value=10**30),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["$", "${", "[[", "{{", "1e999", "$job", "__name__", "\ud800", "(" * 50, "5"]),
    st.just([]),
    st.just({}),
    st.just([[[[None]]]]),
    st.just({"": {"": []}}),
    st.just([None, 1, "x", {}]),
    st.lists(
        st.dictionaries(st.sampled_from(["id", "type", "options"]), st.integers()), max_size=2
    ),
)


WAYS = [(seed, way) for seed in SEEDS for way in iter_paths(seed)]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    seed = draw(st.sampled_from(SEEDS))
    data = copy.deepcopy(seed)
    for _ in range(draw(st.integers(1, 4))):
        way = draw(st.sampled_from([way for of, way in WAYS if of is seed]))
        try:
            holder = value_at(data, way[:-1])
            if draw(st.booleans()):
                holder[way[-1]] = copy.deepcopy(draw(ODD))
            else:
                del holder[way[-1]]
        except (KeyError, IndexError, TypeError):
            continue
    return data


def check_data(data: Any) -> None:
    try:
        source = source_of_json(data, place=Place(file="x.json"))
    except DocumentError:
        return
    view = BoardView(source, SETTINGS)
    for problem in check_board(view, load_built_in_rules(), lambda: json.dumps(data)):
        assert problem.what
        assert problem.fix
        assert (problem.place.line or 0) >= 1
        if problem.span:
            assert 0 <= problem.span[0] < problem.span[1] <= len(problem.expression or "")
    BoardFacts.from_board(view)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_a_board_with_odd_parts_causes_no_trace(data: Any) -> None:
    check_data(data)


@settings(max_examples=100, deadline=None)
@given(st.recursive(ODD, lambda inner: st.dictionaries(st.sampled_from(sorted(CLASSIC)), inner)))
def test_any_json_causes_no_trace(data: Any) -> None:
    check_data(data)


def test_each_seed_board_causes_no_trace() -> None:
    for seed in SEEDS:
        check_data(seed)


def test_deeply_nested_rows_cause_no_trace() -> None:
    inner: dict[str, Any] = {"type": "row", "panels": []}
    for _ in range(90):
        inner = {"type": "row", "panels": [inner]}
    check_data({"title": "Deep", "panels": [inner]})


def test_every_rule_accepts_every_board_of_the_repository() -> None:
    folder = Path(__file__).parent.parent / "golden"
    for file in folder.rglob("*.json"):
        check_data(json.loads(file.read_text()))
