from __future__ import annotations

import hashlib
from typing import Any

import pytest

from boardwright.checks.rules.hardcoded_datasource_uid import check
from boardwright.checks.settings import Settings
from checks.views import board, problems

MADE_UP = ["000000012", "1a5DqUI4k", "bdr9xo6sekow0f"]
MADE_UP += ["f2a51bd4-3c4e-4b5e-9b6f-0a1b2c3d4e5f"]
NO_PROJECT = Settings()


@pytest.mark.parametrize("uid", MADE_UP)
def test_a_generated_uid_is_reported(uid: str) -> None:
    found = problems(check, board(NO_PROJECT, panels=[{"id": 1, "datasource": {"uid": uid}}]))
    assert [problem.pointer for problem in found] == [("panels", 0, "datasource")]


@pytest.mark.parametrize(
    "raw",
    [
        {"panels": [{"id": 1, "targets": [{"datasource": {"uid": "000000012"}}]}]},
        {"variables": [{"name": "x", "datasource": {"uid": "000000012"}}]},
        {"annotations": {"list": [{"name": "x", "datasource": "000000012"}]}},
    ],
)
def test_uids_in_queries_variables_and_annotations_are_reported(raw: dict[str, Any]) -> None:
    assert len(problems(check, board(NO_PROJECT, **raw))) == 1


def test_each_uid_is_reported_once() -> None:
    panels = [{"id": 1, "datasource": "000000012"}, {"id": 2, "datasource": "000000012"}]
    (found,) = problems(check, board(NO_PROJECT, panels=panels))
    assert "'000000012' (2 times), which only one Grafana has" in found.what


@pytest.mark.parametrize(
    "name",
    [
        "prometheus",
        "Prometheus",
        "webstore-metrics",
        "aws-opensearch-ecommerce-sample",
        "$ds",
        "${DS_PROMETHEUS}",
        "-- Mixed --",
        "-- Dashboard --",
        "grafana",
        "",
    ],
)
def test_names_and_variables_are_not_reported_as_uids(name: str) -> None:
    panels = [{"id": 1, "datasource": name}, {"id": 2, "datasource": {"uid": name}}]
    assert problems(check, board(NO_PROJECT, panels=panels)) == []


@pytest.mark.parametrize(("uid", "count"), [("prometheus", 0), ("Prometheus", 0), ("other", 1)])
def test_in_a_project_only_uids_that_it_does_not_declare_are_reported(uid: str, count: int) -> None:
    assert len(problems(check, board(panels=[{"id": 1, "datasource": {"uid": uid}}]))) == count


def test_grafana_ignores_the_data_source_of_a_row() -> None:
    row = {"id": 1, "type": "row", "datasource": {"uid": MADE_UP[0]}}
    assert problems(check, board(NO_PROJECT, panels=[row])) == []


def test_grafana_computes_the_uid_of_a_provisioned_data_source() -> None:
    """Grafana takes "P" and the first 16 digits of the SHA-256 hash of the name: here of "Loki"."""
    uid = f"P{hashlib.sha256(b'Loki').hexdigest()[:16].upper()}"
    assert uid == "P8E80F9AEF21F6940"
    panels = [{"id": 1, "datasource": {"uid": uid}}]
    assert problems(check, board(NO_PROJECT, panels=panels)) == []
    assert len(problems(check, board(panels=panels))) == 1  # the project does not declare it


@pytest.mark.parametrize(
    ("file", "count"),
    [
        ("grafana/provisioning/dashboards/a.json", 0),
        ("grafana-provisioning/dashboards/a.json", 0),
        ("grafana/dashboards/a.json", 1),
    ],
)
def test_a_uid_in_a_provisioned_board_is_not_reported(file: str, count: int) -> None:
    panels = [{"id": 1, "datasource": {"uid": MADE_UP[0]}}]
    assert len(problems(check, board(NO_PROJECT, file=file, panels=panels))) == count


def test_outside_a_project_a_hardcoded_uid_is_a_guess() -> None:
    panels = [{"id": 1, "datasource": {"uid": "000000012"}}]
    assert [found.certain for found in check(board(NO_PROJECT, panels=panels))] == [False]
    assert [found.certain for found in check(board(panels=panels))] == [True]
