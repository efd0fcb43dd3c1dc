from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.query_interval import check
from boardwright.checks.settings import Settings
from checks.views import PROMETHEUS, SETTINGS, messages, panel, problems

TARGET = {"refId": "A", "expr": "rate(x_total[$__rate_interval])", "datasource": PROMETHEUS}
LOKI = {"type": "loki", "uid": "l"}


@pytest.mark.parametrize("step", ["1s", "5s", "9", ">2s", "500ms"])
def test_a_minimum_step_below_the_scrape_interval_is_reported(step: str) -> None:
    assert messages(check, panel(interval=step, targets=[TARGET]).board) != []
    found = panel(targets=[{**TARGET, "interval": step}])
    assert [problem.pointer[-2:] for problem in problems(check, found.board)] == [(0, "interval")]


@pytest.mark.parametrize("step", ["10s", "15", "1m", "$step", "", "soon"])
def test_a_minimum_step_of_at_least_the_scrape_interval_is_not_reported(step: str) -> None:
    assert messages(check, panel(interval=step, targets=[{**TARGET, "interval": step}]).board) == []


@pytest.mark.parametrize(
    "raw",
    [
        {"interval": "1s", "targets": [{**TARGET, "interval": "30s"}]},
        {"interval": "1s", "targets": [{**TARGET, "instant": True}]},
        {"interval": "1s", "targets": [{**TARGET, "datasource": LOKI}]},
        {"interval": "1s", "targets": []},
        {"interval": 1, "targets": [TARGET]},
    ],
)
def test_minimum_steps_without_effect_are_not_reported(raw: dict[str, Any]) -> None:
    assert messages(check, panel(**raw).board) == []


def test_the_scrape_interval_of_the_project_is_used() -> None:
    slow = Settings(in_project=True, scrape_interval=30_000, datasources=SETTINGS.datasources)
    assert messages(check, panel(slow, interval="15s", targets=[TARGET]).board) == [
        "the minimum step is 15s, but targets are scraped every 30s"
    ]
    assert messages(check, panel(Settings(), interval="10s", targets=[TARGET]).board) == []
    assert messages(check, panel(Settings(), interval="5s", targets=[TARGET]).board) != []


def test_many_short_steps_give_one_problem() -> None:
    targets = [{**TARGET, "refId": ref, "interval": "1s"} for ref in "ABCDE"]
    assert messages(check, panel(Settings(), targets=targets).board) == [
        "the minimum step is 1s, which is less than 10s; the board has 4 more short steps"
    ]


def test_outside_a_project_targets_may_be_scraped_more_often() -> None:
    (outside,) = check(panel(Settings(), interval="5s", targets=[TARGET]).board)
    (in_project,) = check(panel(interval="5s", targets=[TARGET]).board)
    assert (outside.certain, in_project.certain) == (False, True)
