from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.texts import run

from .helpers import one


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            {"type": "text", "mode": "html", "content": "<b>"},
            {"type": "text", "options": {"mode": "html", "content": "<b>"}},
        ),
        (
            {"type": "text", "options": {"mode": "text", "content": "x"}},
            {"type": "text", "options": {"mode": "markdown", "content": "x"}},
        ),
        (
            {"type": "text2", "content": "old", "options": {"content": "new"}},
            {"type": "text", "options": {"mode": "markdown", "content": "new"}},
        ),
        (
            {"type": "dashlist", "headings": False, "recent": True, "limit": 5, "tags": ["a"]},
            {
                "type": "dashlist",
                "options": {
                    "showHeadings": False,
                    "showRecentlyViewed": True,
                    "maxItems": 5,
                    "tags": ["a"],
                },
            },
        ),
        ({"type": "stat", "content": "x"}, {"type": "stat", "content": "x"}),
        (
            {"type": "alertlist", "options": {"viewMode": "stat"}},
            {"type": "alertlist", "options": {"viewMode": "stat"}},
        ),
    ],
)
def test_settings_move_into_options(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert one(run, before) == after


def test_a_classic_list_of_alerts_is_converted() -> None:
    after = one(
        run,
        {
            "type": "alertlist",
            "show": "current",
            "limit": 5,
            "sortOrder": 3,
            "stateFilter": ["alerting"],
            "nameFilter": "cpu",
            "onlyAlertsOnDashboard": True,
            "dashboardTags": [],
            "options": {"alertName": ""},
        },
    )
    assert after == {
        "type": "alertlist",
        "options": {
            "viewMode": "list",
            "dashboardAlerts": True,
            "alertName": "cpu",
            "maxItems": 5,
            "sortOrder": 3,
            "stateFilter": {
                "normal": False,
                "firing": True,
                "pending": False,
                "noData": False,
                "error": False,
            },
        },
    }


def test_an_empty_state_filter_becomes_all_states() -> None:
    after = one(run, {"type": "alertlist", "stateFilter": []})
    assert all(after["options"]["stateFilter"].values())
