"""The states of Grafana's alerts, against those that a real Grafana 12.4.3 had over the same data.

`tests/recordings/grafana-12.4/README.md` describes the recording.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from boardwright.notation.durations import parse_milliseconds
from boardwright.schema.alerting.alert_expression import AlertExpression
from boardwright.testing.grafana_math import LabelSet
from boardwright.testing.grafana_states import AlertStates
from boardwright.testing.grafana_steps import StepValues
from boardwright.testing.grafana_transitions import StatedAlert, StateSettings
from boardwright.testing.project_rules import ProjectRules
from boardwright.testing.rule_alerts import AlertState
from support import server_program
from testing.conftest import open_project

RECORDING = Path(__file__).parents[1] / "recordings/grafana-12.4/alert-states.json"
CASES = {case["name"]: case for case in json.loads(RECORDING.read_text())}
INTERVAL = 10_000
QUERY_LABELS = frozenset({("datasource_uid", "prometheus"), ("ref_id", "A")})
WORDS: Mapping[AlertState, str] = {
    "inactive": "Normal",
    "pending": "Pending",
    "firing": "Alerting",
    "recovering": "Recovering",
    "no data": "NoData",
    "error": "Error",
}

DECLARED = """\
import json
from pathlib import Path

folder = "States"
cases = json.loads(Path({path!r}).read_text())


def rule(case):
    name = case["name"]
    expr = f'value{{{{case="{{name}}"}}}} * on (case) group_left () guard{{{{case="{{name}}"}}}}'
    condition = {{key: case[key] for key in ("evaluator", "unloadEvaluator") if key in case}}
    threshold = {{"refId": "B", "type": "threshold", "expression": "A", "conditions": [condition]}}
    query = {{"refId": "A", "expr": expr, "instant": True}}
    return {{
        "title": name,
        "condition": "B",
        "annotations": {{"summary": "{{{{ $values.A }}}}"}},
        "data": [
            {{
                "refId": "A",
                "datasourceUid": "prometheus",
                "relativeTimeRange": {{"from": 600, "to": 0}},
                "model": query,
            }},
            {{"refId": "B", "datasourceUid": "__expr__", "model": threshold}},
        ],
        **case["rule"],
    }}


states = {{"name": "states", "interval": "10s", "rules": [rule(case) for case in cases]}}
"""


def test_the_recording_has_every_state_and_reason() -> None:
    """So that no state is left out of the comparison without notice."""
    texts = {
        alert.partition(": ")[2].rpartition(", ")[0]
        for case in CASES.values()
        for alerts in case["states"]
        for alert in alerts
    }
    reasons = {"Error", "NoData", "Error, KeepLast", "NoData, KeepLast"}
    found = {(state.partition(" (")[0], state.partition(" (")[2].rstrip(")")) for state in texts}
    assert {state for state, _ in found} == set(WORDS.values())
    assert {reason for _, reason in found} == reasons | {""}


@pytest.mark.parametrize("name", CASES)
def test_states_equal_those_of_a_real_grafana_at_each_evaluation(name: str) -> None:
    case = CASES[name]
    states = AlertStates(state_settings(case["rule"]))
    found = []
    for number, failed in enumerate(case["errors"]):
        evaluate(states, case, number, failed=failed)
        found.append(sorted(alert_text(labels, each) for labels, each in states.all.items()))
    expected = [[text.rpartition(", ")[0] for text in alerts] for alerts in case["states"]]
    assert found == expected


def state_settings(rule: Mapping[str, Any]) -> StateSettings:
    return StateSettings(
        interval=INTERVAL,
        pending=parse_milliseconds(rule["for"]) or 0,
        keep_firing=parse_milliseconds(rule.get("keep_firing_for", "0s")) or 0,
        no_data=rule["noDataState"],
        error=rule["execErrState"],
        missing_evaluations=rule.get("missingSeriesEvalsToResolve", 2),
        no_data_labels=QUERY_LABELS,
    )


def evaluate(states: AlertStates, case: Mapping[str, Any], number: int, *, failed: bool) -> None:
    """Evaluate the threshold of a case, as the rule would."""
    if failed:
        states.fail(number * INTERVAL, QUERY_LABELS)
        return
    condition = {key: case[key] for key in ("evaluator", "unloadEvaluator") if key in case}
    steps = StepValues({}, {"A": dict(numbers(case, number))}, states.recovery_held)
    threshold = {"type": "threshold", "expression": "A", "conditions": [condition]}
    steps.add("B", AlertExpression(threshold))
    states.evaluate(number * INTERVAL, steps.numbers["B"])


def numbers(case: Mapping[str, Any], number: int) -> Iterator[tuple[LabelSet, float]]:
    for series, values in case["values"].items():
        if number < len(values) and values[number] is not None:
            yield frozenset({("i", series)}), float(values[number])


def alert_text(labels: LabelSet, alert: StatedAlert) -> str:
    own = ",".join(f"{key}={value}" for key, value in sorted(labels))
    return f"{own}: {state_text(alert.state, alert.reason)}"


def state_text(state: AlertState, reason: str) -> str:
    return f"{WORDS[state]} ({reason})" if reason else WORDS[state]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectRules]:
    server_program("promtool")
    content = DECLARED.format(path=str(RECORDING))
    found = open_project(tmp_path_factory.mktemp("states"), {"dashboards/states.py": content})
    yield ProjectRules(found)
    found.close()


@pytest.mark.parametrize("name", CASES)
def test_a_rule_has_the_alerts_of_a_real_grafana(rules: ProjectRules, name: str) -> None:
    """The last evaluation with an alert: queries, errors and templates by Prometheus's engine."""
    case = CASES[name]
    active = [[text for text in alerts if ": Normal" not in text] for alerts in case["states"]]
    number = max((at for at, alerts in enumerate(active) if alerts), default=0)
    found = rules(name).at(f"{number * 10}s", series=series_of(case), interval="10s").alerts
    own = {"datasource_uid", "i", "ref_id"}
    texts = [
        ",".join(f"{key}={value}" for key, value in sorted(each.labels.items()) if key in own)
        + f": {state_text(each.state, each.reason)}, {each.annotations['summary']}"
        for each in found
    ]
    assert sorted(texts) == active[number]


def series_of(case: Mapping[str, Any]) -> dict[str, str]:
    """Return the series of a case; a second guard makes the query fail."""
    name = case["name"]
    failures = [1.0 if failed else None for failed in case["errors"]]
    return {
        **{
            f'value{{case="{name}",i="{series}"}}': notation(values)
            for series, values in case["values"].items()
        },
        f'guard{{case="{name}",n="1"}}': f"1x{len(case['errors'])}",
        f'guard{{case="{name}",n="2"}}': notation(failures),
    }


def notation(values: list[Any]) -> str:
    """Return values in promtool's notation; a missing series is stale at once."""
    return " ".join("stale" if value is None else str(value) for value in values)
