"""Exemplars: queried if the query declares them, and reduced in number as in a Grafana 12.2."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import requests

from boardwright.commands.previewing.live_queries import LiveServers
from boardwright.preview.board_page import PageContext, build_board_page
from boardwright.preview.board_plan import collect_requests, plan_board_page
from boardwright.preview.exemplars import read_exemplars
from boardwright.preview.query_answers import (
    Exemplar,
    Exemplars,
    NoAnswer,
    QueryOutcome,
    QueryRequest,
)
from boardwright.preview.query_sources import QuerySource, QuerySources
from boardwright.preview.recorded_answers import (
    RecordedSelection,
    build_recording,
    encode_recording,
    read_recording,
)
from boardwright.preview.time_ranges import TimeRange
from boardwright.report.preview_html import format_page_json
from preview.helpers import SCHEMA
from serving import Handler, serving

RANGE = TimeRange(start=0, end=3_600_000, text="Last 1 hour")
SOURCES = QuerySources((), default=QuerySource(uid="p", name="P", type="prometheus", scrape=10_000))
ASK = QueryRequest(
    source="p", kind="exemplars", text="a", sent="a", step=10_000, start=0, end=3_600_000
)


def board(kind: str = "timeseries", **target: Any) -> dict[str, Any]:
    targets = [{"refId": "A", "expr": "rate(a[$__rate_interval])", "exemplar": True, **target}]
    return {"panels": [{"id": 1, "type": kind, "targets": targets}]}


def requests_for(**texts: Any) -> list[tuple[str, str]]:
    plan = plan_board_page(board(**texts), {}, sources=SOURCES, span=RANGE)
    return [(ask.kind, ask.sent) for ask in collect_requests([plan])]


def test_exemplars_are_queried_if_a_panel_can_show_them() -> None:
    wanted = [("range", "rate(a[40s])"), ("exemplars", "rate(a[40s])")]
    assert requests_for() == requests_for(kind="heatmap") == wanted
    assert (
        requests_for(kind="stat")
        == requests_for(exemplar=False)
        == requests_for(exemplar="yes")
        == wanted[:1]
    )
    assert requests_for(instant=True) == [("instant", "rate(a[40s])")]
    assert requests_for(hide=True) == []


def answer(*values: tuple[float, str], **labels: str) -> dict[str, Any]:
    found = [{"timestamp": at, "value": value, "labels": {"trace_id": "t"}} for at, value in values]
    return {"seriesLabels": {"le": "1", **labels}, "exemplars": found}


def keep_values(*series: dict[str, Any]) -> list[tuple[int, float]]:
    found = read_exemplars(list(series), ASK)
    assert isinstance(found, Exemplars)
    return [(each.moment, each.value) for each in found.found]


def test_each_step_keeps_the_highest_exemplar_and_those_far_below() -> None:
    near = answer((1.5, "0.5"), (2, "0.4"), (12.25, "0.2"))
    assert keep_values(near) == [(1_500, 0.5), (12_250, 0.2)]
    many = answer(*((at, "1") for at in range(20, 600, 10)))
    assert keep_values(near, answer((3, "-9"), le="2"), many)[:3] == [
        (1_500, 0.5),
        (3_000, -9),
        (12_250, 0.2),
    ]


def test_an_exemplar_has_the_labels_of_the_series_and_its_own() -> None:
    found = read_exemplars([answer((1, "2"), __name__="a_bucket")], ASK)
    labels = {"__name__": "a_bucket", "le": "1", "trace_id": "t"}
    assert found == Exemplars(found=(Exemplar(moment=1_000, value=2.0, labels=labels),))


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"exemplars": [{}, {"value": "x", "timestamp": 1}, {"value": "NaN", "timestamp": 1}]},
        {"exemplars": [{"value": 1, "timestamp": float("inf")}], "seriesLabels": 3},
        {"exemplars": None},
    ],
)
def test_malformed_exemplars_are_ignored(odd: Any) -> None:
    assert read_exemplars([odd, 3], ASK) == Exemplars(found=())
    assert isinstance(read_exemplars({"a": 1}, ASK), NoAnswer)


def test_exemplars_are_recorded_and_read_back() -> None:
    found = Exemplars(found=(Exemplar(moment=1_500, value=0.25, labels={"trace_id": "t"}),))
    recording = build_recording(RANGE, [RecordedSelection(given={}, offered={})], {ASK: found})
    text = encode_recording(recording)
    line = text.splitlines()[1]
    assert json.loads(line)["exemplars"] == [
        {"labels": {"trace_id": "t"}, "time": 1500, "value": 0.25}
    ]
    back = read_recording(text, where="a.json")
    assert back.find_outcomes([ASK]) == {ASK: found}
    later = build_recording(
        TimeRange(start=60_000, end=3_660_000, text=""),
        [RecordedSelection(given={}, offered={})],
        {},
    ).with_earlier(back)
    (moved,) = later.answers.values()
    assert isinstance(moved, Exemplars)
    assert [each.moment for each in moved.found] == [61_500]


def page(outcome: QueryOutcome | None) -> dict[str, Any]:
    plan = plan_board_page(board(), {}, sources=SOURCES, span=RANGE)
    (_, ask) = collect_requests([plan])
    found = build_board_page(
        board(),
        [plan],
        {ask: outcome} if outcome else {},
        span=RANGE,
        context=PageContext(theme="dark", data="live"),
    )
    model = format_page_json(found)
    jsonschema.validate(model, SCHEMA)
    return model


def test_a_page_contains_exemplars_as_a_frame() -> None:
    labels = ({"job": "a", "trace_id": "t"}, {"trace_id": "u"})
    found = tuple(Exemplar(moment=i, value=float(i), labels=each) for i, each in enumerate(labels))
    model = page(Exemplars(found=found))
    query = model["selections"][0]["sections"][0]["panels"][0]["queries"][0]
    (frame,) = model["results"][query["exemplars"]]["frames"]
    names = [field["name"] for field in frame["schema"]["fields"]]
    assert names == ["Time", "Value", "job", "trace_id"]
    assert frame["data"]["values"] == [[0, 1], [0.0, 1.0], ["a", ""], ["t", "u"]]


@pytest.mark.parametrize("outcome", [None, NoAnswer(what="404"), Exemplars(found=())])
def test_a_query_without_exemplars_has_no_error_of_its_own(outcome: QueryOutcome | None) -> None:
    query = page(outcome)["selections"][0]["sections"][0]["panels"][0]["queries"][0]
    assert query["exemplars"] is None
    assert query["error"] == "The recording contains no answer for this query."


class _Nobody(requests.Session):
    def request(self, *args: Any, **named: Any) -> requests.Response:
        raise requests.ConnectionError("refused")


def test_a_failed_query_of_exemplars_is_not_reported_as_a_failure() -> None:
    live = LiveServers(_Nobody(), {}, default="http://127.0.0.1:9")
    assert isinstance(live.answer(ASK), NoAnswer)
    assert live.failures == ()


@pytest.mark.parametrize(
    ("status", "is_failure"), [(404, False), (501, False), (502, True), (503, True)]
)
def test_a_server_without_exemplars_counts_as_answered(status: int, is_failure: bool) -> None:
    class Exemplarless(Handler):
        def do_POST(self) -> None:
            self.answer(status, "text/plain", "no")

    with serving(Exemplarless) as address:
        live = LiveServers(requests.Session(), {}, default=f"http://{address}")
        outcome = live.answer(ASK)
    assert isinstance(outcome, NoAnswer)
    assert (outcome.is_failure, live.failures) == (is_failure, ())
