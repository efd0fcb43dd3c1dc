from __future__ import annotations

import pytest

from boardwright.checks.rule_execution import check_configuration
from boardwright.checks.rules.promql_syntax import check
from boardwright.checks.settings import Settings
from checks.views import annotation, configuration, marks, messages, query, variable

WRONG = [
    ("sum(rate(x[5m])", "("),
    ("sum(x))", ")"),
    ('up{job="a}', '"'),
    ("rate(x)", "x"),
    ("rate(x) + rate(y[5m])", "x"),  # either of the two
    ("sum(x) / nosuch(y)", "nosuch"),
    ('1 + label_replace(up, "a")', "label_replace"),
    ("sum(1 and 2)", "and"),
    ("sum(up{a=1})", "1"),
    ("sum by job (x)", "job"),
    ("rate(x[$__rate_interval]", "("),
    ('x{a="b" or c="d"}', "or"),
]
RIGHT = [
    "",
    "up",
    'rate(http_requests_total{job="$job",path=~"${path:regex}"}[$__rate_interval])',
    "topk($k, $metric)",
    "$agg(x) by ($by)",
    "label_replace(x, 'a', '$1', 'b', '(.*)')",
    "x[$range:$step] offset $offset",
    "(" * 3000 + "x" + ")" * 3000,  # nested too deeply to be judged
]


@pytest.mark.parametrize(("text", "marked"), WRONG)
def test_an_expression_that_prometheus_refuses_is_reported(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", RIGHT, ids=lambda text: text[:40])
def test_an_expression_that_prometheus_accepts_is_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []


@pytest.mark.parametrize("kind", ["loki", "influxdb", "victoriametrics-metrics-datasource"])
def test_queries_in_other_languages_are_not_judged(kind: str) -> None:
    assert messages(check, query("{job=", datasource={"type": kind, "uid": "x"})) == []


@pytest.mark.parametrize(
    "text",
    [
        "range_median(up)",
        "sum(buckets_limit(5, up))",
        "max_over_time(vm_rows)",
        "sum(rate(vmagent_rows_total))",
        "avg_over_time(max_over_time(vm_rows)[5m])",
    ],
)
def test_metricsql_in_a_prometheus_data_source_is_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []


def test_a_misspelt_function_is_not_metricsql() -> None:
    assert len(messages(check, query("rangemedian(up)"))) == 1


@pytest.mark.parametrize("text", ["up $op on (job) up", "rate(up[5m]) $bits", "sum by (a $b) (up)"])
def test_a_variable_in_place_of_an_operator_is_not_judged(text: str) -> None:
    assert messages(check, query(text)) == []


def test_metricsql_about_victoriametrics_own_metrics_is_not_reported() -> None:
    assert (
        messages(check, query("sum(vm_app_version) unless (sum(vm_app_version) offset 1m)")) == []
    )
    assert len(messages(check, query("sum(up) unless (sum(up) offset 1m)"))) == 1
    assert len(messages(check, query("sum(vm_app_version"))) == 1


def test_queries_of_variables_and_annotations_are_checked() -> None:
    assert len(messages(check, variable(query="label_values(up{, job)"))) == 1
    assert messages(check, variable(query="label_values(up, job)")) == []
    assert len(messages(check, annotation(expr="changes(x)"))) == 1


def test_the_message_contains_no_internal_variable_names() -> None:
    (what,) = messages(check, query("sum(rate(node_$metric))"))
    assert "bwv_" not in what


@pytest.mark.parametrize(
    ("text", "error", "marked"),
    [
        ("sum(up", "the ( is never closed", "("),
        ("sum(rate(a_total[5m])) by (x", "the ( is never closed", "("),
        ("sumx(up)", "Prometheus has no function sumx", "sumx"),
        ("", "the expression is empty", ""),
    ],
)
@pytest.mark.parametrize(("key", "kind"), [("alert", "alert"), ("record", "recording rule")])
def test_an_invalid_expression_in_a_rule_file_is_reported(
    text: str, error: str, marked: str, key: str, kind: str
) -> None:
    view = configuration(rules=[{key: "Busy", "expr": text}, {key: "Fine", "expr": "up == 0"}])
    (problem,) = check_configuration(view, [check])
    assert problem.what.startswith(f"Prometheus refuses the {kind} Busy: ")
    assert error in problem.what
    assert problem.span
    assert text[slice(*problem.span)] == marked


@pytest.mark.parametrize(
    "text", ['sum(rate({a="b"} |= "c" [5m])) > 1', "sum(vm_rows) unless (sum(vm_rows) offset 1m)"]
)
def test_rules_of_loki_and_victoriametrics_are_not_reported(text: str) -> None:
    assert messages(check, configuration(rules=[{"alert": "Busy", "expr": text}])) == []


def test_a_pipe_within_quotes_does_not_count_as_loki() -> None:
    assert (
        len(messages(check, configuration(rules=[{"alert": "A", "expr": 'sum(up{a=~"b|c"}'}]))) == 1
    )


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("rate(up)", "Write up[5m]."),
        (
            "rate(sum(up))",
            "Write sum(rate(…)): if rate is applied to the result of sum, rate cannot see the "
            "resets of single counters.",
        ),
        ("rate(up + 1)", "Write the subquery (up + 1)[5m:1m]."),
        ("rate(sum(up)[5m])", "Write [5m:1m] with a colon for a subquery."),
        ("1 == 2", "Write == bool."),
        ("up[5m] + 1", "Apply rate or an …_over_time function first."),
        ("up(", "Correct the query, or select the data source for which the query was written."),
    ],
)
def test_the_fix_suggests_valid_promql(text: str, fix: str) -> None:
    (finding,) = check(query(text))
    assert finding.fix == fix


@pytest.mark.parametrize("text", ["rate(x)", "sum(x[5m]) by (job)", "sum(rate(\nx{a='b'}))"])
def test_outside_a_project_a_missing_range_is_a_guess(text: str) -> None:
    """Outside a project, a data source of type Prometheus may be a VictoriaMetrics."""
    (outside,) = check(query(text, Settings()))
    assert not outside.certain
    (in_project,) = check(query(text))
    assert in_project.certain
    (unknown,) = check(query("nosuch(x)", Settings()))
    assert unknown.certain
