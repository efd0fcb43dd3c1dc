"""Grafana's alert rules over made-up series: steps, states, templates."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest

from boardwright.engine.engine_errors import EngineError
from boardwright.schema.alerting.alert_expression import AlertEvaluator, AlertExpression
from boardwright.testing.grafana_math import evaluate_math
from boardwright.testing.grafana_steps import (
    StepValues,
    keep_values,
    meets_condition,
    reduce_values,
    sort_expressions,
)
from boardwright.testing.project_rules import ProjectRules
from boardwright.testing.testing_errors import TestInputError
from support import server_program
from testing.conftest import open_project

ALERTS = """\
from grafanalib.core import (
    ALERTRULE_STATE_DATA_ALERTING,
    ALERTRULE_STATE_DATA_OK,
    EXP_TYPE_MATH,
    EXP_TYPE_REDUCE,
    EXP_REDUCER_FUNC_MEAN,
    AlertExpression,
    AlertGroup,
    AlertRulev9,
    Target,
)

folder = "Alerts"


def rule(title, *steps, condition, **more):
    return AlertRulev9(
        title=title,
        triggers=list(steps),
        condition=condition,
        labels={"severity": "page"},
        annotations={"summary": "{{ $labels.instance }}: {{ $values.A }} errors a second"},
        **more,
    )


group = AlertGroup(
    name="shop",
    evaluateInterval="1m",
    rules=[
        rule(
            "Errors",
            Target(expr="rate(errors_total[1m])", refId="A", instant=True),
            AlertExpression(refId="B", expression="$A > 1 && $A < 9", expressionType=EXP_TYPE_MATH),
            condition="B",
            evaluateFor="2m",
        ),
        rule(
            "Mean",
            Target(expr="queue", refId="A"),
            AlertExpression(
                refId="B",
                expression="A",
                expressionType=EXP_TYPE_REDUCE,
                reduceFunction=EXP_REDUCER_FUNC_MEAN,
            ),
            AlertExpression(refId="C", expression="$B >= 10", expressionType=EXP_TYPE_MATH),
            condition="C",
            evaluateFor="0s",
            timeRangeFrom=120,
            timeRangeTo=0,
        ),
        rule(
            "Condition first",
            AlertExpression(refId="C", expression="$D > 1", expressionType=EXP_TYPE_MATH),
            AlertExpression(refId="D", expression="$A * 2", expressionType=EXP_TYPE_MATH),
            Target(expr="queue", refId="A", instant=True),
            condition="C",
            evaluateFor="0s",
        ),
        rule(
            "Joined",
            Target(expr="queue * on (job) one", refId="A", instant=True),
            AlertExpression(refId="B", expression="$A > 1", expressionType=EXP_TYPE_MATH),
            condition="B",
            evaluateFor="0s",
        ),
        rule(
            "Newer",
            Target(expr="mad_over_time(queue[1m])", refId="A", instant=True),
            AlertExpression(refId="B", expression="$A > 1", expressionType=EXP_TYPE_MATH),
            condition="B",
            evaluateFor="0s",
        ),
        rule(
            "Silent",
            Target(expr="up == 0", refId="A", instant=True),
            AlertExpression(refId="B", expression="$A >= 0", expressionType=EXP_TYPE_MATH),
            condition="B",
            evaluateFor="0s",
            noDataAlertState=ALERTRULE_STATE_DATA_OK,
        ),
    ],
)
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectRules]:
    server_program("promtool")
    found = open_project(tmp_path_factory.mktemp("grafana"), {"dashboards/alerts.py": ALERTS})
    yield ProjectRules(found)
    found.close()


def test_an_alert_is_pending_and_then_fires(rules: ProjectRules) -> None:
    """20 errors in 10 s are 2 a second, from the first minute on.

    At 0 m the window has one sample, so there is no data: grafanalib's default for that is
    Alerting, an alert without the labels of a series. The condition holds at 1 m; the alert is
    pending until it has held for 2 m, at 3 m. Series b has 10 a second, which is not below 9.
    """
    rule = rules("Errors")
    series = {'errors_total{instance="a"}': "0+20x60", 'errors_total{instance="b"}': "0+100x60"}
    states = [rule.at(f"{minute}m", series=series).state for minute in (1, 2, 3)]
    assert states == ["pending", "pending", "firing"]
    no_data = rule.at("0m", series=series).alert
    assert (no_data.state, no_data.labels["ref_id"]) == ("pending", "A")
    alert = rule.at("3m", series=series).alert
    assert alert.labels == {
        "alertname": "Errors",
        "grafana_folder": "Alerts",
        "instance": "a",
        "severity": "page",
    }
    assert alert.annotations == {"summary": "a: 2 errors a second"}
    assert rule.fires_between(series=series) == [("3m", "10m")]


def test_a_range_is_reduced_to_a_number(rules: ProjectRules) -> None:
    """queue rises by 1 every 10 s. The mean over the last 2 m, 13 samples, is that of 1 m ago.

    At 2 m the samples are 0 to 12: their mean is 6. It reaches 10 when the sample of one minute
    ago is 10, which is at 160 s; the first evaluation after that is at 3 m.
    """
    rule = rules("Mean")
    series = {'queue{instance="a"}': "0+1x60"}
    assert rule.at("2m", series=series).state == "inactive"
    found = rule.at("3m", series=series)
    assert (found.state, found.value) == ("firing", 1)
    assert rule.fires_between(series=series, end="5m") == [("3m", "5m")]


def test_the_result_of_a_rule_does_not_depend_on_the_order_of_steps(rules: ProjectRules) -> None:
    """C uses D, which comes after it: 1 * 2 > 1, and 0 * 2 is not."""
    rule = rules("Condition first")
    assert rule.at("0m", series={'queue{instance="a"}': "1"}).state == "firing"
    assert rule.at("0m", series={'queue{instance="a"}': "0"}).state == "inactive"


def test_the_rule_determines_the_state_without_data(rules: ProjectRules) -> None:
    """`up == 0` has no result while a is up: the rule takes that for normal."""
    rule = rules("Silent")
    assert rule.fires_between(series={'up{instance="a"}': "1x11 0x11 1x20"}) == [("2m", "3m")]
    assert rule.at("5m", series={'up{instance="a"}': "1x60"}).state == "inactive"


def test_a_query_that_fails_is_an_error_of_the_rule(rules: ProjectRules) -> None:
    """At 1 m queue exists twice for one job, so that the query of "Joined" cannot be evaluated.

    execErrState is grafanalib's default, Alerting: the alert of job x fires because of the error.
    At 0 m the condition does not hold: 1 * 1 > 1 is false.
    """
    rule = rules("Joined")
    series = {
        'one{job="x"}': "1x60",
        'queue{job="x",instance="a"}': "1x60",
        'queue{job="x",instance="b"}': "_x5 1x60",
    }
    assert rule.at("0m", series=series).state == "inactive"
    found = rule.at("1m", series=series).alert
    assert (found.state, found.reason, found.value) == ("firing", "Error", None)
    assert found.annotations == {"summary": ": 1 errors a second"}


def test_a_query_that_promtool_cannot_parse_fails_the_test(rules: ProjectRules) -> None:
    """Every evaluation would be an error; a test of the error state would then prove nothing.

    mad_over_time exists from Prometheus 3 on, so the rule is tested with 2.42 only.
    """
    rule = rules("Newer")
    if rule.project.engine.promtool.version >= (3, 0):
        pytest.skip("this promtool has mad_over_time")
    with pytest.raises(EngineError, match=r"query A: .*unknown function.*\n    mad_over_time"):
        rule.at("1m", series={'queue{instance="a"}': "1x60"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$A + 1", {"a": 3.0, "b": 5.0}),
        ("${A} * $S", {"a": 20.0, "b": 40.0}),
        ("$A > 2", {"a": 0.0, "b": 1.0}),
        ("!($A > 2) || $A == 4", {"a": 1.0, "b": 1.0}),
        ("-$A / 0", {"a": -math.inf, "b": -math.inf}),
        ("round($A / 3)", {"a": 1.0, "b": 1.0}),
        ("$A ** 2 % 3", {"a": 1.0, "b": 1.0}),
        ("abs($A - $A2)", {"a": 3.0}),
    ],
)
def test_math_expressions_are_computed_by_labels(text: str, expected: dict[str, float]) -> None:
    """A is 2 for a and 4 for b; A2 is 5 for a alone; S is 10 without labels."""

    def labels(name: str) -> frozenset[tuple[str, str]]:
        return frozenset({("instance", name)})

    values = {
        "A": {labels("a"): 2.0, labels("b"): 4.0},
        "A2": {labels("a"): 5.0},
        "S": {frozenset[tuple[str, str]](): 10.0},
    }
    assert evaluate_math(text, values) == {labels(key): value for key, value in expected.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nan() > 1", math.nan),
        ("nan() != nan()", math.nan),
        ("!nan()", math.nan),
        ("nan() ** 0", math.nan),  # 1 in Python
        ("1 ** nan()", math.nan),
        ("nan() && 0", math.nan),
        ("0 && nan()", 0),
        ("0 || nan()", math.nan),
        ("nan() || 0", 1),
        ("log(0)", -math.inf),
        ("log(-1)", math.nan),
        ("round(-2.5)", -3),
        ("round(2.5)", 3),
        ("round(0.49999999999999994)", 0),
        ("round(nan())", math.nan),
        ("ceil(inf())", math.inf),
        ("inf() % 2", math.nan),
        ("5 % inf()", 5),
        ("-7 % 3", -1),
        ("10 ** 400", math.inf),
        ("(-10) ** 401", -math.inf),
        ("(-8) ** 0.5", math.nan),
        ("0 ** -1", math.inf),
        ("-0 ** -1", -math.inf),
        ("-1 / 0", -math.inf),
        ("!1 > 1", 0),  # (!1) > 1
        ("!0 > 0", 1),  # (!0) > 0
        ("!0 + 1", 2),
        ("-2 ** 2", 4),  # (-2) ** 2
        ("2 ** 3 ** 2", 64),  # (2 ** 3) ** 2
        ("2 * 3 ** 2", 18),
        ("7 % 4 * 2", 6),
        ("3 > 2 > 1", 0),  # (3 > 2) > 1 is 1 > 1
        ("2 > 1 == 0", 0),  # (2 > 1) == 0 is 1 == 0
        ("1 || 0 && 0", 1),  # 1 || (0 && 0)
        ("0x10 + 1e3", 1016),
        ("1 > -1", 1),
    ],
)
def test_math_treats_special_numbers_and_precedence_as_grafana(text: str, expected: float) -> None:
    """Observed with Grafana 12.4.3, by `/api/ds/query` with one math expression."""
    (value,) = evaluate_math(text, {}).values()
    assert value == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"x=1": 1}, {"y=2": 2}, {"": 3}),
        ({"x=1 j=j": 1}, {"x=2 j=j": 2}, {"": 3}),
        ({"x=1": 1, "x=2": 5}, {"y=2": 2}, {}),
        ({"x=1": 1, "x=2": 5}, {"x=3": 1, "x=4": 5}, {}),
        ({"x=1 j=j": 1, "x=2 j=j": 5}, {"j=j": 2}, {"x=1 j=j": 3, "x=2 j=j": 7}),
        ({"x=1": 1, "x=2": 5}, {"x=2": 2}, {"x=2": 7}),
        ({"x=1": 1}, {}, {}),
    ],
)
def test_math_joins_numbers_by_labels(
    left: dict[str, float], right: dict[str, float], expected: dict[str, float]
) -> None:
    """The sum of both sides, observed with Grafana 12.4.3: two single numbers are always joined."""

    def label_numbers(numbers: dict[str, float]) -> dict[frozenset[tuple[str, str]], float]:
        return {
            frozenset(
                (name, value) for name, _, value in (p.partition("=") for p in key.split())
            ): n
            for key, n in numbers.items()
        }

    values = {"A": label_numbers(left), "B": label_numbers(right)}
    assert evaluate_math("$A + $B", values) == label_numbers(expected)


@pytest.mark.parametrize(
    "text", ["!!5", "-!0", "--5", "+5", "1>-1", "1e400", "1_000", "1 = 1", "(1", "1 1", "not 1", ""]
)
def test_math_that_grafana_refuses_is_refused(text: str) -> None:
    """Observed with Grafana 12.4.3: two operators need a space or parentheses between them."""
    with pytest.raises(TestInputError, match="cannot evaluate the math expression"):
        evaluate_math(text, {})


def _classic(a: list[float], b: list[float], joined: str, kind: str = "gt") -> object:
    """Return the result of two conditions `> 1` over series of one value."""

    def series(values: list[float]) -> dict[frozenset[tuple[str, str]], list[float]]:
        return {frozenset({("i", str(at))}): [value] for at, value in enumerate(values)}

    def condition(ref_id: str) -> dict[str, object]:
        return {
            "query": {"params": [ref_id]},
            "reducer": {"type": "last"},
            "operator": {"type": joined},
            "evaluator": {"type": kind, "params": [1]},
        }

    steps = StepValues({"A": series(a), "B": series(b)}, {})
    model = {"type": "classic_conditions", "conditions": [condition("A"), condition("B")]}
    steps.add("C", AlertExpression(model))
    return steps.numbers["C"].get(frozenset())


@pytest.mark.parametrize(
    ("a", "b", "joined", "expected"),
    [
        ([], [], "and", None),
        ([], [], "or", None),
        ([], [2], "and", 0),
        ([2], [], "and", 0),
        ([2], [], "or", None),
        ([], [0], "or", None),
        ([2], [2], "and", 1),
        ([0], [0, 2], "or", 1),
        ([0], [0], "or", 0),
    ],
)
def test_classic_conditions_without_data_have_no_result(
    a: list[float], b: list[float], joined: str, expected: float | None
) -> None:
    """Observed with Grafana 12.4.3: the result has no data if one side of `or` has none."""
    assert _classic(a, b, joined) == expected


def test_a_classic_condition_for_missing_data_is_true_without_data() -> None:
    """Observed with Grafana 12.4.3: the evaluator `no_value` has a result without series."""
    assert _classic([], [], "and", "no_value") == 1
    assert _classic([5], [], "and", "no_value") == 0
    assert _classic([5], [], "or", "no_value") == 1


def test_expressions_are_computed_after_those_that_they_use() -> None:
    models: dict[str, dict[str, Any]] = {
        "C": {"type": "math", "expression": "${D} > 1"},
        "E": {"type": "classic_conditions", "conditions": [{"query": {"params": ["C"]}}]},
        "D": {"type": "reduce", "expression": "$A"},
    }
    expressions = {name: AlertExpression(model) for name, model in models.items()}
    assert sort_expressions(expressions) == ("D", "C", "E")
    models["D"]["expression"] = "C"
    with pytest.raises(
        TestInputError, match=r"depend on each other in a cycle: (C -> D -> C|D -> C -> D)"
    ):
        sort_expressions(expressions)


def test_math_that_is_not_supported_is_refused() -> None:
    for text in ("import os", "$A.x", "f($A)", "$A +", "[1]"):
        with pytest.raises(TestInputError, match="cannot evaluate the math expression"):
            evaluate_math(text, {"A": {frozenset(): 1.0}})


def test_steps_on_series_are_refused() -> None:
    """Tests compute with numbers: a range query needs a reduction first."""
    with pytest.raises(TestInputError, match="uses A, which returns time series"):
        evaluate_math("$A > 1", {})
    steps = StepValues({"A": {}}, {})
    condition = {"evaluator": {"type": "gt", "params": [1]}}
    threshold = AlertExpression({"type": "threshold", "expression": "A", "conditions": [condition]})
    with pytest.raises(
        TestInputError,
        match="A returns time series, but the expression that uses A needs single numbers",
    ):
        steps.add("B", threshold)
    with pytest.raises(TestInputError, match="cannot evaluate the expression B of type 'sql'"):
        steps.add("B", AlertExpression({"type": "sql", "expression": "SELECT 1"}))


@pytest.mark.parametrize(
    ("reducer", "mode", "expected"),
    [
        ("mean", "", math.nan),
        ("mean", "dropNN", 2.0),
        ("mean", "replaceNN", 4 / 3),
        ("last", "", 3.0),
        ("sum", "dropNN", 4.0),
        ("min", "dropNN", 1.0),
        ("max", "dropNN", 3.0),
        ("median", "dropNN", 2.0),
        ("count", "", 3.0),
    ],
)
def test_reducers_handle_nan_by_their_mode(reducer: str, mode: str, expected: float) -> None:
    """The values 1, NaN, 3; `replaceNN` replaces NaN by 0 here."""
    expression = AlertExpression({"settings": {"mode": mode}})
    kept = keep_values([1.0, math.nan, 3.0], expression)
    assert reduce_values(reducer, kept) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("kind", "limits", "expected"),
    [
        ("gt", [5], False),
        ("gt", [4], True),
        ("lt", [6], True),
        ("within_range", [4, 6], True),
        ("within_range", [5, 6], False),
        ("outside_range", [1, 4], True),
        ("no_value", [], False),
    ],
)
def test_the_value_5_is_compared_with_each_kind_of_threshold(
    kind: str, limits: list[float], expected: bool
) -> None:
    evaluator = AlertEvaluator({"type": kind, "params": limits})
    assert meets_condition(5, evaluator) is expected
    assert meets_condition(math.nan, evaluator) is (kind == "no_value")
