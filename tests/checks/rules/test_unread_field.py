from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.unread_field import check
from checks.views import board, problems


def series(title: str, config: dict[str, Any] | None = None, **raw: Any) -> dict[str, Any]:
    return {
        "type": "timeseries",
        "title": title,
        "fieldConfig": {"defaults": config or {}, "overrides": []},
        **raw,
    }


def check_panels(*panels: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each.severity, each.what) for each in problems(check, board(panels=[*panels]))]


def test_one_problem_lists_all_panels_with_unread_fields() -> None:
    lost = [{"format": "bytes", "min": 0}, {"format": "short"}]
    panels = [series(name, yaxes=lost, stack=True) for name in ("CPU", "Disk", "Net")]
    assert check_panels(*panels, series("Fine"), series("Agrees", lines=True)) == [
        (
            "warning",
            '"CPU", "Disk" and "Net": a time series panel ignores the keys yaxes, stack of the '
            "old graph panel, so these settings are lost",
        )
    ]
    (problem,) = problems(check, board(panels=[series("Fine"), *panels]))
    assert problem.pointer == ("panels", 1, "yaxes")


def test_old_options_that_agree_with_the_current_ones_are_info() -> None:
    custom = {"lineWidth": 2, "fillOpacity": 20, "stacking": {"mode": "normal"}}
    panel = series(
        "CPU",
        {"unit": "bytes", "min": 0, "custom": custom},
        yaxes=[{"format": "bytes", "min": "0", "logBase": 1, "show": True}, {"format": "short"}],
        linewidth=2,
        fill=2,
        stack=True,
        lines=True,
        nullPointMode="null",
        aliasColors={},
        seriesOverrides=[],
        renderer="flot",
    )
    ((severity, what),) = check_panels(panel)
    assert severity == "info"
    assert what.endswith("of the old graph panel, but no setting is lost")


@pytest.mark.parametrize(
    "lost",
    [
        {"yaxes": [{"format": "percent"}]},
        {"yaxes": [{"format": "short", "max": "100"}]},
        {"yaxes": [{"format": "short", "logBase": 10}]},
        {"yaxes": [{"format": "short", "label": "requests"}]},
        {"linewidth": 3},
        {"fill": 5},
        {"bars": True},
        {"points": True},
        {"stack": True},
        {"stack": True, "percentage": True},
        {"steppedLine": True},
        {"nullPointMode": "connected"},
        {"seriesOverrides": [{"alias": "a", "yaxis": 2}]},
        {"aliasColors": {"a": "red"}},
        {"xaxis": {"mode": "histogram"}},
        {"dashes": True},
        {"lines": False},
    ],
)
def test_an_option_that_is_lost_is_a_warning(lost: dict[str, Any]) -> None:
    assert [severity for severity, _ in check_panels(series("CPU", **lost))] == ["warning"]


@pytest.mark.parametrize("kind", ["graph", "timeseries"])
def test_alerts_in_panels_of_any_type_are_reported(kind: str) -> None:
    panels = [{"type": kind, "title": name, "alert": {"name": "Down"}} for name in ("A", "B")]
    assert check_panels(*panels) == [
        (
            "warning",
            'Grafana 11 removed alerts in panels, so the alert of "A" and "B" is never evaluated',
        )
    ]


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "timeseries", "alert": None, "fieldConfig": {"defaults": {"unit": "bytes"}}},
        {"type": "timeseries", "alert": {}, "options": {"legend": {}}},
        {"type": "graph", "yaxes": [{"format": "bytes"}], "lines": True},
        {"type": "some-plugin-panel", "lines": True},
        {"type": "timeseries", "yaxes": [{"format": "bytes"}], "repeatPanelId": 3},
    ],
)
def test_fields_that_are_read_or_empty_are_not_reported(raw: dict[str, Any]) -> None:
    assert check_panels(raw) == []


def test_an_option_with_another_value_is_not_lost() -> None:
    """The author set a unit and a width after the conversion; the old ones are only leftovers."""
    config = {"unit": "binBps", "custom": {"lineWidth": 1}}
    panel = series("CPU", config, yaxes=[{"format": "Bps"}], linewidth=2)
    ((severity, what),) = check_panels(panel)
    assert (severity, "yaxes, linewidth" in what) == ("info", True)


def test_the_options_of_a_panel_that_grafanas_api_converted_are_read() -> None:
    lost = [{"format": "bytes", "min": 0}, {"format": "short"}]
    assert check_panels(series("CPU", yaxes=lost, autoMigrateFrom="graph")) == []
