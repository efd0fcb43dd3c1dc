"""Objectives: refused arguments of `slo(…)`, and the rules and panels that it creates."""

from __future__ import annotations

from dataclasses import replace
from re import split as re_split
from typing import Any

import pytest

from boardwright.errors import DeclarationError
from boardwright.promql import metric, rate, re, sum_
from boardwright.rules import AlertRule, RecordingRule, ServiceLevel, burn_rate, slo, slo_board

REQUESTS = metric("requests_total")
BAD = REQUESTS.where(code=re("5.."))


def checkout(**options: Any) -> ServiceLevel:
    given: dict[str, Any] = {"objective": 99.9, "errors": BAD, "total": REQUESTS}
    return slo("checkout", **{**given, **options})


def rules_of(level: ServiceLevel) -> dict[str, RecordingRule | AlertRule]:
    return {rule.name: rule for group in level.groups for rule in group.rules}


@pytest.mark.parametrize(
    ("options", "what", "hint"),
    [
        ({"objective": 100}, "an objective of 100 % leaves no error budget", "such as 99.9"),
        ({"objective": 0}, "an objective of 0 % allows all events to be bad", "such as 99.9"),
        (
            {"objective": 120},
            "an objective of 120 % leaves no error budget",
            "percentage below 100",
        ),
        ({"objective": 0.999}, "the objective 0.999 means 0.999 %", "write objective=99.9."),
        ({"objective": "much"}, "objective is 'much'", "Write a percentage"),
        ({"objective": float("nan")}, "objective is nan", "Write a percentage"),
        (
            {"window": "soon"},
            "window is 'soon', which is not a duration",
            'Write a duration such as "15m"',
        ),
        (
            {"window": "7d"},
            'SLO "checkout": the window 7d has no default burn rates',
            "Set burn_rates=",
        ),
        ({"errors": None}, "has no indicator", "errors= and total="),
        ({"total": None}, "lacks total=", "errors= and total="),
        ({"up": metric("up")}, "has several indicators", "errors= and total="),
        ({"latency": metric("h")}, "has only one of latency= and under=", "errors="),
        (
            {"errors": "rate(a[5m])"},
            "errors is neither a counter nor PromQL with the placeholder {{.window}}: rate(a[5m])",
            "{{.window}}",
        ),
        (
            {"errors": rate(BAD, "5m")},
            'errors is rate(requests_total{code=~"5.."}[5m]), but',
            "Write",
        ),
        (
            {"up": rate(BAD, "5m"), "errors": None, "total": None},
            "up= is rate(requests_total",
            "Write",
        ),
        ({"errors": 5}, "errors is int, but must be a counter", "Write a counter"),
        ({"labels": {"slo": "x"}}, "labels must not contain slo", "another name"),
        ({"burn_rates": []}, "burn_rates is empty", "Omit burn_rates"),
        (
            {
                "objective": 90,
                "burn_rates": [burn_rate("page", long="1h", short="5m", factor=14.4)],
            },
            "no alert can ever fire, because for each burn rate, factor x error budget is at least",
            "with lower factors.",
        ),
        (
            {"window": "365d", "objective": 90},
            "no alert can ever fire",
            "with lower factors.",
        ),
        ({"by": {"a", "b"}}, "by= must be a label", 'by=("job", "instance")'),
        ({"by": ("a", 1)}, "by= must be a label", 'by="job"'),
        (
            {"alert_labels": {"page": "critical"}},
            "alert_labels['page'] is 'critical'",
            '{"severity": "critical"}',
        ),
        (
            {"alert_labels": ["page"]},
            "alert_labels is ['page']",
            "Write a mapping from severities to labels",
        ),
        (
            {"alert_labels": {"pagee": {"a": "b"}}},
            "alert_labels contains 'pagee', but no burn rate has this severity",
            "The burn rates have the severities page, ticket.",
        ),
        ({"burn_rates": ["page"]}, "burn_rates contains 'page'", "burn_rate(...)"),
        (
            {"window": "2d", "burn_rates": [burn_rate("page", long="3d", short="6h", factor=1)]},
            "the long window 3d of a burn rate is longer than the SLO's window 2d",
            "windows of at most 2d",
        ),
    ],
)
def test_a_wrong_argument_is_refused(options: dict[str, Any], what: str, hint: str) -> None:
    """The budget of 90 % is 0.1: 14.4 * 0.1 = 1.44, and an error ratio is at most 1. A ticket over
    365 days spends 10 % of the budget in 3 days, at the lowest factor: 36.5 / 3 * 0.1 = 1.2.
    """
    with pytest.raises(DeclarationError) as caught:
        checkout(**options)
    assert what in caught.value.what
    assert hint in (caught.value.hint or "")
    assert (caught.value.where or "").startswith("tests/rules/test_service_levels.py:")


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ({"long": "5m", "short": "1h"}, "the short window 1h is not shorter"),
        ({"factor": 0}, "factor is 0"),
        ({"long": "x"}, "long is 'x', which is not a duration"),
    ],
)
def test_a_wrong_burn_rate_is_refused(arguments: dict[str, Any], what: str) -> None:
    given: dict[str, Any] = {"long": "1h", "short": "5m", "factor": 14.4, **arguments}
    with pytest.raises(DeclarationError, match=what):
        burn_rate("page", **given)


def test_an_invalid_latency_limit_is_refused() -> None:
    for under in ("soon", "0s", 0, None, True):
        with pytest.raises(DeclarationError):
            slo("fast", objective=99, latency=metric("h"), under=under)  # type: ignore[arg-type]


def test_the_alerts_compare_two_windows_with_the_limit() -> None:
    """The budget is 1 - 0.999 = 0.001: the limits are 14.4, 6, 3 and 1 thousandths."""
    rules = rules_of(checkout())
    page, ticket = rules["CheckoutErrorBudgetPage"], rules["CheckoutErrorBudgetTicket"]
    ratio = 'slo:errors_per_event:ratio_rate{}{{slo="checkout"}}'
    base = 'slo:errors:rate5m{slo="checkout"} / slo:events:rate5m{slo="checkout"}'
    assert page.expr == (
        f"{ratio.format('1h')} > 0.0144 and {base} > 0.0144"
        f" or {ratio.format('6h')} > 0.006 and {ratio.format('30m')} > 0.006"
    )
    assert ticket.expr == (
        f"{ratio.format('1d')} > 0.003 and {ratio.format('2h')} > 0.003"
        f" or {ratio.format('3d')} > 0.001 and {ratio.format('6h')} > 0.001"
    )
    assert page.labels == {"severity": "page"}
    assert isinstance(page, AlertRule)
    assert page.for_ == "0s"


def test_default_factors_depend_on_the_window() -> None:
    """2 % of the budget of 28 days in 1 h: 0.02 * 28 * 24 = 13.44, as in Sloth."""
    assert [rate.factor for rate in checkout(window="28d").burn_rates] == [
        pytest.approx(each) for each in (13.44, 5.6, 2.8, 28 / 30)
    ]


def test_a_limit_that_no_ratio_exceeds_is_omitted() -> None:
    """The budget of 90 % is 0.1: 14.4 times it is 1.44, and at most all events fail."""
    page = rules_of(checkout(objective=90))["CheckoutErrorBudgetPage"]
    assert "1.44" not in page.expr
    assert "> 0.6" in page.expr


def test_events_can_be_functions_or_text_of_a_window() -> None:
    text = checkout(errors='sum(rate(requests_total{code=~"5.."}[{{.window}}]))')
    function = checkout(errors=lambda window: sum_(rate(BAD, window)))
    assert (
        rules_of(text)["slo:errors:rate5m"].expr == rules_of(checkout())["slo:errors:rate5m"].expr
    )
    assert rules_of(function)["slo:errors:rate5m"] == rules_of(checkout())["slo:errors:rate5m"]


def test_labels_of_the_alerts_can_be_set() -> None:
    level = checkout(
        labels={"team": "payments"},
        alert_labels={"page": {"severity": "critical"}},
        annotations={"dashboard": "https://grafana/d/slos"},
        runbook="https://runbooks/checkout",
        alert_name="Orders",
    )
    page = rules_of(level)["OrdersPage"]
    assert page.labels == {"severity": "critical", "team": "payments"}
    assert isinstance(page, AlertRule)
    assert page.annotations["runbook_url"] == "https://runbooks/checkout"
    assert rules_of(level)["slo:errors:rate5m"].labels == {"slo": "checkout", "team": "payments"}


def test_the_row_shows_the_budget_and_the_limits_of_the_alerts() -> None:
    """A line for each condition: 14.4, 6, 3 and 1 times the budget of 1 - 0.999 = 0.001.

    Of the events 0.0144 = 1.44 %, 0.006, 0.003 and 0.001; the page has the two highest.
    """
    row, success, left, rates, ratio = checkout().row()
    assert row.title == "SLO: checkout"
    assert success.title == "Good events, 30d"
    assert [step.value for step in success.thresholds] == [0, 0.999]
    assert left.description.startswith("0.1 % of the events in 30d may fail.")
    assert [(step.color, step.value) for step in rates.thresholds] == [
        ("green", 0),
        ("orange", 1),
        ("orange", 3),
        ("red", 6),
        ("red", 14.4),
    ]
    assert [step.value for step in ratio.thresholds] == [0, 0.001, 0.003, 0.006, 0.0144]
    shown = 'slo:errors_per_event:ratio_rate30d{slo="checkout"}'
    assert left.targets[0].expr == f"1 - {shown} / 0.001"


def test_both_graphs_show_the_series_that_the_alerts_compare() -> None:
    """Each long window is drawn with its limit; for the 5m see the rule: 14.4 * 0.001 = 1.44 %."""
    *_, rates, ratio = checkout().row()
    assert [target.legendFormat for target in rates.targets] == [
        "1h (page: 14.4)", "6h (page: 6)", "1d (ticket: 3)", "3d (ticket: 1)",
    ]  # fmt: skip
    assert [target.legendFormat for target in ratio.targets] == [
        "5m", "1h (page: 1.44 %)", "6h (page: 0.6 %)", "1d (ticket: 0.3 %)", "3d (ticket: 0.1 %)",
    ]  # fmt: skip
    assert ratio.description == (
        "The share of events that fail."
        " page: above 1.44 % over 1h and 5m, or above 0.6 % over 6h and 30m."
        " ticket: above 0.3 % over 1d and 2h, or above 0.1 % over 3d and 6h."
    )
    assert "page: above 14.4 over 1h and 5m, or above 6 over 6h and 30m." in rates.description
    compared = {part.strip("( )") for rule in rules_of(checkout()).values()
                if isinstance(rule, AlertRule)
                for part in re_split(r" or | and | > [\d.]+", rule.expr)}  # fmt: skip
    assert {str(target.expr) for target in ratio.targets} <= compared


def test_a_window_of_two_alerts_has_both_limits() -> None:
    """The budget of 99 % is 0.01: 10 times it is 10 %, and 2 times it is 2 %."""
    both = [burn_rate(name, long="1h", short="5m", factor=factor)
            for name, factor in (("page", 10), ("ticket", 2))]  # fmt: skip
    *_, ratio = checkout(objective=99, burn_rates=both).row()
    assert ratio.targets[1].legendFormat == "1h (page: 10 %, ticket: 2 %)"
    assert [(step.color, step.value) for step in ratio.thresholds[1:]] == [
        ("orange", 0.02),
        ("red", 0.1),
    ]


def test_a_row_without_a_possible_alert_draws_the_shortest_window() -> None:
    """A specification may disable all alerts; `slo` refuses burn rates that cannot fire."""
    *_, rates, ratio = replace(checkout(), burn_rates=()).row()
    for panel in (rates, ratio):
        assert [target.legendFormat for target in panel.targets] == ["5m"]
        assert not panel.thresholds


def test_the_description_of_an_alert_lists_all_conditions() -> None:
    page = rules_of(checkout(description="Orders."))["CheckoutErrorBudgetPage"]
    assert isinstance(page, AlertRule)
    assert page.annotations["description"] == (
        "Orders. Burn rate above 14.4 over 1h and 5m, or above 6 over 6h and 30m."
    )


def test_every_rule_has_the_place_of_the_declaration() -> None:
    level = checkout()
    places = {rule.place for group in level.groups for rule in group.rules}
    assert places == {level.place} == {group.place for group in level.groups}
    assert level.place.file == "tests/rules/test_service_levels.py"


def test_an_error_in_a_rule_has_the_line_of_the_declaration() -> None:
    with pytest.raises(DeclarationError, match="contains a URL with a user") as caught:
        checkout(annotations={"link": "https://user:hunter@host/"})
    assert (caught.value.where or "").startswith("tests/rules/test_service_levels.py:")


def test_a_board_has_a_row_for_each_objective() -> None:
    board = slo_board("Objectives", [checkout(), slo("up", objective=99, up=metric("up"))])
    titles = [panel.title for panel in board.panels if panel.title.startswith("SLO: ")]
    assert titles == ["SLO: checkout", "SLO: up"]
