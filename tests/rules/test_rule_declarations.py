"""`record`, `alert` and `group`: values, and refusals."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest

from boardwright.errors import BoardwrightError, DeclarationError, PromqlError
from boardwright.promql import avg, max_over_time, metric, rate, re, settings, sum_, var
from boardwright.rules import AlertRule, RecordingRule, RuleGroup, alert, group, record

IDLE = metric("node_cpu_seconds_total", mode="idle")
RAW = '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[1m]))'
busy_ratio = record("instance:node_cpu_usage:ratio", 1 - avg(rate(IDLE), by="instance"))
high_cpu = alert(
    "HostCpuHigh",
    busy_ratio > 0.9,
    for_="15m",
    severity="warning",
    summary="{{ $labels.instance }} is busy",
    runbook="https://example.org/cpu",
)


def test_the_value_of_record_reads_the_recorded_series() -> None:
    """Wherever the value is used, its text is the recorded name; `raw` is the expression."""
    assert str(busy_ratio * 100) == "instance:node_cpu_usage:ratio * 100"
    assert str(busy_ratio.where(instance=re("$instance"))) == (
        'instance:node_cpu_usage:ratio{instance=~"$instance"}'
    )
    assert (
        str(max_over_time(busy_ratio["1h"])) == "max_over_time(instance:node_cpu_usage:ratio[1h])"
    )
    assert str(busy_ratio.raw) == RAW


def test_a_rule_has_the_text_of_its_expression() -> None:
    assert busy_ratio.rule == RecordingRule(name="instance:node_cpu_usage:ratio", expr=RAW)
    expected = AlertRule(
        name="HostCpuHigh",
        expr="instance:node_cpu_usage:ratio > 0.9",
        for_="15m",
        labels={"severity": "warning"},
        annotations={
            "runbook_url": "https://example.org/cpu",
            "summary": "{{ $labels.instance }} is busy",
        },
    )
    assert high_cpu == expected


def test_a_rule_lists_the_recorded_series_in_the_expression() -> None:
    top = record("cluster:node_cpu_usage:max", max_over_time(busy_ratio["1h"]))
    assert high_cpu.uses == (busy_ratio.rule,)
    assert top.rule.uses == (busy_ratio.rule,)
    assert alert("Raw", busy_ratio.raw > 0.9).uses == ()


def test_a_rule_has_the_place_of_its_declaration() -> None:
    assert busy_ratio.rule.place.file == "tests/rules/test_rule_declarations.py"
    assert busy_ratio.rule.place.line == 16
    assert high_cpu.place.line == 17


def test_a_group_contains_the_rules_in_order() -> None:
    made = group("node", busy_ratio, high_cpu, interval="1m", limit=100)
    assert made == RuleGroup(
        name="node", rules=(busy_ratio.rule, high_cpu), interval="1m", limit=100
    )
    assert made.groups == (made,)


def test_rules_can_be_pickled() -> None:
    made = group("node", busy_ratio, high_cpu)
    assert pickle.loads(pickle.dumps(made)) == made


def test_the_window_depends_on_the_scrape_interval_of_the_project() -> None:
    """Four scrapes of 30 s are two minutes."""
    with settings(scrape_interval="30s"):
        made = record("instance:cpu:rate2m", sum_(rate(IDLE), by="instance"))
    assert made.rule.expr.endswith('{mode="idle"}[2m]))')


@pytest.mark.parametrize(
    ("given", "text"), [("15m", "15m"), (90, "1m30s"), ("0s", "0s"), (0, "0s"), (None, None)]
)
def test_durations_are_written_in_the_form_of_prometheus(
    given: str | float | None, text: str | None
) -> None:
    assert alert("A", metric("up").eq(0), for_=given).for_ == text


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: record("a-b", metric("a")), "'a-b' is not a valid name of a recorded series"),
    (
        lambda: record("a:b:c", metric("a", instance="$instance")),
        'recording rule "a:b:c": a{instance="$instance"} contains the Grafana variable $instance,'
        " which Prometheus does not replace",
    ),
    (
        lambda: alert("A", rate(metric("a"), var("__rate_interval")) > 1),
        'alert "A": rate(a[$__rate_interval]) > 1 contains the Grafana variable $__rate_interval,'
        " which Prometheus does not replace",
    ),
    (lambda: record("a:b:c", metric("a")["5m"]), "a[5m]: a range vector cannot be an operand"),  # type: ignore[arg-type]
    (lambda: alert("", metric("up")), "the name of an alert is '', but must be one line of text"),
    (
        lambda: alert("A", metric("up"), for_="soon"),
        "alert \"A\": for_ is 'soon', which is not a duration",
    ),
    (
        lambda: alert("A", metric("up"), for_="$__interval"),
        "alert \"A\": for_ is '$__interval', but must be a duration without variables",
    ),
    (
        lambda: alert("A", metric("up"), severity="page", labels={"severity": "low"}),
        'alert "A": severity is set by an argument and also in labels= or annotations=',
    ),
    (
        lambda: alert("A", metric("up"), labels={"a-b": "x"}),
        "alert \"A\": a rule cannot set the label 'a-b'",
    ),
    (
        lambda: record("a:b:c", metric("a"), labels={"tier": 1}),  # type: ignore[dict-item]
        "recording rule \"a:b:c\": labels['tier'] is 1, but must be a string",
    ),
    (
        lambda: alert("A", metric("up"), runbook="https://me:secret@example.org/x"),
        "alert \"A\": the annotation 'runbook_url' contains a URL with a user, password or token",
    ),
    (
        lambda: alert("A", metric("up"), runbook="https://example.org/x?api_key=abc"),
        "alert \"A\": the annotation 'runbook_url' contains a URL with a user, password or token",
    ),
    (
        lambda: alert("A", metric("up"), summary="https://ghp_secret@example.org/x"),
        "alert \"A\": the annotation 'summary' contains a URL with a user, password or token",
    ),
    (
        lambda: alert("A", metric("up"), labels={"hook": "https://me:secret@example.org/x"}),
        "alert \"A\": the label 'hook' contains a URL with a user, password or token",
    ),
    (
        lambda: record("a:b:c", metric("a"), labels={"hook": "https://me:secret@example.org/x"}),
        "recording rule \"a:b:c\": the label 'hook' contains a URL with a user, password or token",
    ),
    (
        lambda: group("g", metric("up")),
        'group "g": rule number 1 is a value of type Selector, which is not a rule',
    ),  # type: ignore[arg-type]
    (
        lambda: group("g", limit=-1),
        'group "g": limit is -1, but must be a whole number of at least 0',
    ),
    (lambda: group("g", interval=0), 'group "g": interval is 0, which is not a duration'),
    (
        lambda: busy_ratio.where(instance="a").raw,
        'instance:node_cpu_usage:ratio{instance="a"}: .raw does not work on a '
        "recorded series with added matchers, offset or @",
    ),
]


@pytest.mark.parametrize(("make", "what"), REFUSED)
def test_a_declaration_that_prometheus_would_refuse_is_refused(
    make: Callable[[], object], what: str
) -> None:
    """Each error has the author's line, and never repeats a secret."""
    with pytest.raises(BoardwrightError) as caught:
        make()
    assert caught.value.what == what
    assert (caught.value.where or "").startswith("tests/rules/test_rule_declarations.py:")
    assert "secret" not in str(caught.value)
    assert isinstance(caught.value, DeclarationError | PromqlError)
