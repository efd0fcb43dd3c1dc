from __future__ import annotations

import pytest

from boardwright.checks.rules.removed_panel_type import check
from checks.views import board, messages


def test_a_panel_of_a_removed_plugin_is_reported() -> None:
    found = messages(check, board(panels=[{"id": 1, "type": "natel-discrete-panel"}]))
    assert found == [
        "the panel type 'natel-discrete-panel' is an AngularJS plugin, which Grafana does not load"
    ]


def test_many_panels_of_removed_plugins_give_one_finding() -> None:
    panels = [{"id": n, "type": "natel-discrete-panel"} for n in range(7)]
    assert len(messages(check, board(panels=panels))) == 1


@pytest.mark.parametrize("kind", ["graph", "stat", "some-new-panel", "", "row"])
def test_types_that_grafana_loads_are_not_reported(kind: str) -> None:
    assert messages(check, board(panels=[{"id": 1, "type": kind}])) == []
