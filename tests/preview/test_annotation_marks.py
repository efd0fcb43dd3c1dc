"""Annotations: their queries, and the marks of the answers, as observed in a Grafana 12.2."""

from __future__ import annotations

import math
from typing import Any

import jsonschema
import pytest

from boardwright.compiler.passes.annotations import BUILT_IN
from boardwright.preview.annotation_marks import PlannedAnnotation
from boardwright.preview.board_page import PageContext, build_board_page
from boardwright.preview.board_plan import BoardPlan, collect_requests, plan_board_page
from boardwright.preview.query_answers import (
    Answer,
    AnswerSeries,
    NoAnswer,
    QueryOutcome,
    SampleValue,
)
from boardwright.preview.query_sources import QuerySource, QuerySources
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import VariableChoice
from boardwright.report.preview_html import format_page_json
from preview.helpers import SCHEMA

STEP = 60_000
START = 1_700_000_040_000
RANGE = TimeRange(start=START, end=START + 3_600_000, text="Last 1 hour")
PROMETHEUS = QuerySource(uid="prom", name="Prom", type="prometheus", scrape=10_000)
SOURCES = QuerySources(
    (PROMETHEUS, QuerySource(uid="loki", name="Logs", type="loki")),
    default=PROMETHEUS,
)
LABELS = {"alertname": "High", "instance": "web-1", "job": "shop"}


def plan_of(
    *annotations: dict[str, Any], most: int | None = None, **choices: VariableChoice
) -> BoardPlan:
    panels = [{"id": i, "type": "timeseries", "targets": []} for i in (1, 2, 3)]
    board = {"panels": panels, "annotations": {"list": list(annotations)}}
    return plan_board_page(board, choices, sources=SOURCES, span=RANGE, most_points=most)


def only(annotation: dict[str, Any], **more: Any) -> PlannedAnnotation:
    (found,) = plan_of({"name": "a", "expr": "ALERTS", **annotation}, **more).annotations
    return found


def marks(
    values: dict[int, SampleValue], *, labels: dict[str, str] = LABELS, **texts: Any
) -> list[Any]:
    """Return the marks of one series as rows: minutes from the start, title, text, tags."""
    plan = plan_of({"name": "a", "expr": "ALERTS", "step": "60s", **texts})
    (annotation,) = plan.annotations
    assert annotation.request is not None
    row = tuple(values.get(index) for index in range(61))
    answer = Answer(start=START, step=STEP, series=(AnswerSeries(labels=labels, values=row),))
    (frame,) = results(plan, {annotation.request: answer})
    columns = frame["data"]["values"]
    times = [[(time - START) / STEP for time in column] for column in columns[:2]]
    return list(zip(*times, *columns[2:], strict=True))


def results(plan: BoardPlan, outcomes: dict[Any, QueryOutcome]) -> Any:
    page = build_board_page(
        {"title": "x"}, [plan], outcomes, span=RANGE, context=PageContext(theme="dark", data="live")
    )
    model = format_page_json(page)
    jsonschema.validate(model, SCHEMA)
    key = model["selections"][0]["annotations"][0]["query"]["result"]
    return model["results"][key]["frames"]


def spans(values: dict[int, SampleValue], **texts: Any) -> list[tuple[float, float]]:
    return [(start, end) for start, end, *_ in marks(values, **texts)]


def test_the_step_is_at_least_the_declared_one() -> None:
    steps = [only(values).page.step_ms for values in ({}, {"step": "60s"}, {"step": "$__interval"})]
    assert steps == [10_000, 60_000, 10_000]
    assert only({"step": "60s"}, most=20).page.step_ms == 120_000


def test_macros_and_variables_are_replaced() -> None:
    choice = VariableChoice(name="job", kind="custom", values=("shop",), texts=("shop",))
    found = only({"expr": 'changes(a{job="$job"}[$__interval])'}, job=choice)
    assert found.page.sent == 'changes(a{job="shop"}[10s])'
    assert found.request is not None
    assert found.request.text == 'changes(a{job="shop"}[$__interval])'


def test_a_query_stored_in_a_target_is_sent() -> None:
    target = {"expr": "up == 0", "interval": "5m", "refId": "Anno"}
    (found,) = plan_of({"name": "a", "target": target}).annotations
    assert (found.page.written, found.page.step_ms) == ("up == 0", 300_000)


def test_a_query_that_is_not_sent_has_a_remark() -> None:
    loki = {"name": "deploys", "expr": "{a=`b`}", "datasource": {"type": "loki", "uid": "loki"}}
    plan = plan_of(BUILT_IN, loki, {"name": "empty", "expr": " "})
    assert collect_requests([plan]) == []
    assert [each.page.remark for each in plan.annotations] == [
        "A preview cannot query -- Grafana --, because only Grafana itself can query it.",
        "A preview sends queries only to Prometheus, not to Logs (loki).",
        None,
    ]


def test_an_annotation_that_cannot_be_switched_on_has_no_query() -> None:
    values = [{"enable": on, "hide": hide} for on in (True, False) for hide in (False, True)]
    found = [only(each) for each in values]
    assert [each.request is not None for each in found] == [True, True, True, False]
    assert [(each.enabled, each.hidden) for each in found[2:]] == [(False, False), (False, True)]


@pytest.mark.parametrize(
    ("only_on", "keys"),
    [
        (None, None),
        ({"exclude": False, "ids": [1, 3]}, ("1", "3")),
        ({"ids": [2]}, ("2",)),
        ({"exclude": True, "ids": [2]}, ("1", "3")),
        ({"exclude": True, "ids": []}, None),
        ({"exclude": False, "ids": []}, ()),
        ({"ids": "all"}, ()),
        ("odd", None),
    ],
)
def test_a_filter_selects_panels(only_on: Any, keys: tuple[str, ...] | None) -> None:
    assert only({"filter": only_on}).panels == keys


def test_consecutive_points_are_one_mark() -> None:
    ones: dict[int, SampleValue] = dict.fromkeys([*range(6, 13), 20, 30, 32, 40, 41], 1.0)
    assert spans(ones) == [(6, 12), (20, 20), (30, 30), (32, 32), (40, 41)]


def test_only_values_above_zero_become_marks() -> None:
    values: dict[int, SampleValue] = {3: 0.0, 9: 0.5, 15: 1.0, 21: 2.0, 27: -1.0, 33: math.nan}
    values[39] = math.inf
    assert [start for start, _ in spans(values)] == [9, 15, 21, 39]
    assert spans({9: 1.0, 10: 0.0, 11: 3.0, 12: 7.0}) == [(9, 9), (11, 12)]


def test_values_may_be_used_as_times() -> None:
    values: dict[int, SampleValue] = {
        3: at(30),
        4: at(30),
        5: at(31),
        9: at(50),
        10: at(20),
        11: 1e300,
    }
    assert spans(values, useValueForTime=True) == [(30, 31), (50, 50)]
    ((seconds, _),) = spans({3: START / 1000}, useValueForTime=True)
    assert seconds < -1e6, "seconds are read as milliseconds: of 1970"


def at(minute: int) -> float:
    return float(START + minute * STEP)


def test_texts_contain_labels_and_tags_are_labels() -> None:
    texts = {
        "titleFormat": "{{alertname}}",
        "textFormat": "on {{ instance }} [{{missing}}]",
        "tagKeys": "job, instance,missing,alertname",
    }
    assert marks({5: 1.0}, **texts) == [(5, 5, "High", "on web-1 [missing]", ["High", "shop"])]
    assert marks({5: 1.0}) == [(5, 5, "", "", [])]


def test_a_refused_query_is_shown_with_the_error() -> None:
    plan = plan_of({"name": "a", "expr": "up"})
    outcomes: dict[Any, QueryOutcome] = {plan.annotations[0].request: NoAnswer(what="bad_data")}
    page = build_board_page(
        {}, [plan], outcomes, span=RANGE, context=PageContext(theme="dark", data="live")
    )
    (annotation,) = page.selections[0].annotations
    assert (annotation.query.result, annotation.query.error) == (None, "bad_data")
