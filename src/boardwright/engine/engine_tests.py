"""Writes the test file for `promtool test rules`, and reads the results from promtool's report.

The test file expects an empty result for each expression. promtool therefore reports every other
result as a failure, with the exact values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

import orjson

from boardwright.engine.series_notation import InputSeries
from boardwright.frozen import frozen
from boardwright.notation.durations import parse_milliseconds
from boardwright.promql.lexical import unquote_string
from boardwright.schema.document import Json

_TEST = re.compile(r'^ +expr: ("(?:[^"\\]|\\.)*"), time: ([^,\s]+),(?: err: (.*))?$')
_GOT = "        got: "
_ALERT_TEST = re.compile(r"^ +alertname: (.*), time: (\S+), $")
_LABELS = "              Labels:{"
_ANNOTATIONS = "              Annotations:{"
_LABEL = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^={,\s]+))=("(?:[^"\\]|\\.)*")\s*,?')


@frozen
class EngineQuery:
    """A query with the time at which promtool evaluates the query.

    Attributes:
        text: The query, as PromQL text.
        moment: The time, in milliseconds since the first sample of the series.
    """

    text: str
    moment: int


@frozen
class EngineSample:
    """One series in the result of a query.

    Attributes:
        value: The value; NaN if the value is a native histogram.
        histogram: The native histogram in promtool's notation; empty if the value is a number.
    """

    labels: Mapping[str, str]
    value: float
    histogram: str = ""


@frozen
class EngineAlertQuery:
    """The name of an alert, with the time at which promtool reports the firing alerts.

    Attributes:
        name: The value of the label `alertname`.
        moment: The time, in milliseconds since the first sample of the series.
    """

    name: str
    moment: int


@frozen
class EngineAlert:
    """One firing alert.

    Attributes:
        annotations: The annotations of the alert, in which promtool has expanded the templates.
    """

    labels: Mapping[str, str]
    annotations: Mapping[str, str]


EngineResult = tuple[EngineSample, ...] | str
"""The samples in the result of a query, or the error message if promtool cannot evaluate the query.
"""


@frozen
class EngineSuite:
    """The series, rule files and queries of one run of promtool.

    Attributes:
        series: The series on which the queries are evaluated.
        interval: Milliseconds between two samples.
        rule_files: Paths of rule files that are evaluated before the queries.
        group_order: Names of rule groups, in the order in which promtool evaluates them. The order
            of all other groups is undefined.
        alerts: The names of alerts, with the times at which promtool reports the firing alerts.
        evaluation_interval: Milliseconds between two evaluations of rules; None for `interval`.
            When promtool evaluates a query, it ignores samples that are later than the last
            evaluation of rules.
    """

    series: Sequence[InputSeries] = field(repr=False)
    interval: int
    queries: Sequence[EngineQuery]
    rule_files: Sequence[str] = ()
    group_order: Sequence[str] = ()
    alerts: Sequence[EngineAlertQuery] = ()
    evaluation_interval: int | None = None


def encode_suite(suite: EngineSuite) -> bytes:
    """Return the test file, as JSON, with which promtool evaluates a suite."""
    group = {
        "interval": f"{suite.interval}ms",
        "input_series": [{"series": s.text, "values": s.values} for s in suite.series],
        "alert_rule_test": [
            {"alertname": a.name, "eval_time": f"{a.moment}ms", "exp_alerts": []}
            for a in suite.alerts
        ],
        "promql_expr_test": [
            {"expr": q.text, "eval_time": f"{q.moment}ms", "exp_samples": []} for q in suite.queries
        ],
    }
    content: Json = {
        "evaluation_interval": f"{suite.evaluation_interval or suite.interval}ms",
        "tests": [group],
    }
    if suite.rule_files:
        content["rule_files"] = list(suite.rule_files)
        content["group_eval_order"] = list(suite.group_order)
    return orjson.dumps(content)


def read_results(report: str) -> dict[EngineQuery, EngineResult]:
    """Return the results in a report of promtool.

    promtool does not report queries that have an empty result. The returned dict does not contain
    these queries.
    """
    results: dict[EngineQuery, EngineResult] = {}
    query: EngineQuery | None = None
    for line in report.splitlines():
        test = _TEST.match(line)
        if test:
            query = EngineQuery(
                text=unquote_string(test[1]), moment=parse_milliseconds(test[2]) or 0
            )
            if test[3]:
                results[query] = test[3].strip()
        elif query is not None and line.startswith(_GOT):
            results[query] = tuple(read_engine_samples(line.removeprefix(_GOT)))
            query = None
    return results


def read_alerts(report: str) -> dict[EngineAlertQuery, tuple[EngineAlert, ...]]:
    """Return the firing alerts in a report of promtool."""
    alerts: dict[EngineAlertQuery, tuple[EngineAlert, ...]] = {}
    query: EngineAlertQuery | None = None
    labels: Mapping[str, str] = {}
    for line in report.splitlines():
        test = _ALERT_TEST.match(line)
        if test:
            query = EngineAlertQuery(name=test[1], moment=parse_milliseconds(test[2]) or 0)
        elif query is not None and line.startswith(_LABELS):
            labels, _ = read_label_set(line, len(_LABELS) - 1)
        elif query is not None and line.startswith(_ANNOTATIONS):
            annotations, _ = read_label_set(line, len(_ANNOTATIONS) - 1)
            alert = EngineAlert(labels=labels, annotations=annotations)
            alerts[query] = (*alerts.get(query, ()), alert)
    return alerts


def read_engine_samples(text: str) -> Iterator[EngineSample]:
    """Yield the samples in a text that promtool printed, such as `{a="x"} 1E+00, {} 2E+00`."""
    at = text.find("{")
    while 0 <= at < len(text) and text[at] == "{":
        labels, at = read_label_set(text, at)
        end = _find_value_end(text, at)
        value = text[at:end].strip()
        if value.startswith("{{"):
            yield EngineSample(labels=labels, value=float("nan"), histogram=value)
        else:
            yield EngineSample(labels=labels, value=float(value))
        at = end + 2


def _find_value_end(text: str, at: int) -> int:
    closing = text.find("}}", at) + 2 if text.startswith("{{", at + 1) else at
    end = text.find(", {", closing)
    return len(text) if end < 0 else end


def read_label_set(text: str, at: int) -> tuple[dict[str, str], int]:
    """Return the labels in braces, and the position after the closing brace.

    Args:
        text: A text that promtool printed.
        at: The position of the opening brace.
    """
    labels: dict[str, str] = {}
    at += 1
    while text[at] != "}":
        label = _LABEL.match(text, at)
        if label is None:
            raise ValueError(f"promtool printed labels that cannot be read: {text}")
        name = label[2] or unquote_string(f'"{label[1]}"')
        labels[name] = unquote_string(label[3])
        at = label.end()
    return labels, at + 1
