from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.hardcoded_datasource_name import check
from boardwright.checks.settings import Settings
from checks.views import board, messages


def test_a_data_source_name_in_an_exported_board_is_reported() -> None:
    panels = [{"id": 1, "datasource": "Prometheus"}, {"id": 2, "datasource": "Prometheus"}]
    found = messages(check, board(Settings(), panels=panels))
    assert found == ["the board refers to the data source 'Prometheus' by its name (2 times)"]


@pytest.mark.parametrize("name", ["$ds", "${ds}", "[[ds]]", "-- Grafana --", "000000012", None, 3])
def test_variables_and_uids_are_not_reported_as_names(name: Any) -> None:
    assert messages(check, board(Settings(), panels=[{"id": 1, "datasource": name}])) == []


def test_boards_of_a_project_are_left_to_the_rule_about_uids() -> None:
    assert messages(check, board(panels=[{"id": 1, "datasource": "Other"}])) == []
