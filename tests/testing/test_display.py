"""Values as a reader sees them: reduction, unit, mapping, colour, transformation, names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from boardwright.engine import display_script
from boardwright.engine.engine_errors import EngineError
from boardwright.testing.tested_project import TestedProject
from boardwright.testing.testing_errors import TestInputError
from support import server_program
from testing.conftest import open_project, require_values_script

STEPS = {
    "mode": "absolute",
    "steps": [
        {"color": "green", "value": None},
        {"color": "orange", "value": 50},
        {"color": "#F2495C", "value": 80},
    ],
}
MAPPINGS = [
    {"type": "value", "options": {"0": {"text": "Down", "color": "dark-red", "index": 0}}},
    {
        "type": "range",
        "options": {"from": 1, "to": 3, "result": {"text": "Few", "color": "blue", "index": 1}},
    },
]


def panel(
    number: int,
    kind: str,
    *,
    calc: str = "lastNotNull",
    defaults: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return a panel of the metric `load`; its title is its number."""
    return {
        "id": number,
        "type": kind,
        "title": str(number),
        "gridPos": {"x": 0, "y": 8 * number, "w": 12, "h": 8},
        "options": {"reduceOptions": {"calcs": [calc], "fields": "", "values": False}},
        "fieldConfig": {"defaults": {"thresholds": STEPS, **(defaults or {})}, "overrides": []},
        "targets": [{"refId": "A", "expr": "load", "legendFormat": "{{host}}"}],
    } | more


def target(expr: str, **more: Any) -> dict[str, Any]:
    return {"refId": "A", "expr": expr, "legendFormat": "{{host}}"} | more


PANELS = [
    panel(1, "stat", defaults={"unit": "percent"}),
    panel(2, "gauge", calc="mean", defaults={"unit": "bytes", "decimals": 1}),
    panel(3, "bargauge", calc="max", defaults={"unit": "percentunit"}),
    panel(4, "stat", defaults={"mappings": MAPPINGS}),
    panel(5, "timeseries", defaults={"unit": "s"}, options={}),
    panel(6, "stat", calc="sum", defaults={"unit": "short", "noValue": "nothing"}),
    panel(
        7,
        "table",
        options={},
        targets=[target("load", format="table", instant=True)],
        transformations=[
            {
                "id": "organize",
                "options": {
                    "excludeByName": {"Time": True, "__name__": True},
                    "renameByName": {"host": "Host", "Value": "Load"},
                },
            }
        ],
    ),
    panel(
        8, "timeseries", options={}, targets=[target("sum by (host) (load)", legendFormat="__auto")]
    ),
    panel(
        9,
        "stat",
        transformations=[
            {"id": "renameByRegex", "options": {"regex": "(.*)", "renamePattern": "<$1>"}}
        ],
    ),
    panel(10, "geomap", options={}),
    panel(
        11,
        "stat",
        defaults={"unit": "ms"},
        datasource={"type": "grafana-postgresql-datasource", "uid": "sql"},
        targets=[
            {
                "refId": "A",
                "rawSql": "SELECT 1",
                "datasource": {"type": "grafana-postgresql-datasource", "uid": "sql"},
            }
        ],
    ),
]
SLOW = "/^(a|a)+$/"
"""It tries 2 ** 60 ways to split the name of a series that has 60 letters and another end."""
PANELS += [
    panel(
        12,
        "stat",
        fieldConfig={
            "defaults": {},
            "overrides": [{"matcher": {"id": "byRegexp", "options": SLOW}, "properties": []}],
        },
    ),
    panel(
        13,
        "stat",
        transformations=[
            {"id": "renameByRegex", "options": {"regex": SLOW, "renamePattern": "$1"}}
        ],
    ),
]
BOARD = {"uid": "shown", "title": "Shown", "schemaVersion": 41, "timezone": "utc", "panels": PANELS}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestedProject]:
    server_program("promtool")
    require_values_script()
    files = {"dashboards/shown.json": json.dumps(BOARD)}
    found = open_project(tmp_path_factory.mktemp("shown"), files)
    yield found
    found.close()


@pytest.mark.parametrize(
    ("number", "values", "text", "color"),
    [
        # lastNotNull: the last sample. Grafana shows the decimals that a value needs: 3 digits.
        (1, "10 20 30", "30%", "green"),
        (1, "10 20 50.04", "50.0%", "orange"),
        (1, "10 20 99.96", "100.0%", "#F2495C"),
        # The mean of 1024, 2048 and 3072 bytes is 2048: 2 KiB, with the one decimal of the panel.
        (2, "1024 2048 3072", "2.0 KiB", "#F2495C"),
        # The largest of three values; percentunit is a share of 1.
        (3, "0.5 0.75 0.25", "75%", "green"),
        # A mapped value has the text and colour of its mapping; others keep their own.
        (4, "5 0", "Down", "dark-red"),
        (4, "5 2", "Few", "blue"),
        (4, "2 5", "5", "green"),
        # The sum of 1, 2 and 3.
        (6, "1 2 3", "6", "green"),
    ],
)
def test_a_single_value_has_text_and_color(
    project: TestedProject, number: int, values: str, text: str, color: str
) -> None:
    """A sample every 10 s, and the panel at 20 s: its range has the three samples."""
    shown = project("shown")[number].over("20s", "10s", series={'load{host="a"}': values})
    assert (shown.text, shown.color) == (text, color)


def test_a_value_at_a_time_is_reduced_over_the_range_that_ends_there(
    project: TestedProject,
) -> None:
    """The last 20 s before 40 s have the samples 2048, 4096 and 6144: their mean is 4 KiB.

    The value at 40 s itself is 6144.
    """
    shown = project("shown")["2"].at(
        "40s", series={'load{host="a"}': "1024 1024 2048 4096 6144"}, range="20s"
    )
    assert shown == {"a": 6144}
    assert shown.text == "4.0 KiB"


def test_a_graph_shows_the_last_value_of_each_series(project: TestedProject) -> None:
    """90 s are 1.5 minutes. Lines have the colours of the palette, not those of thresholds."""
    shown = project("shown")[5].over(
        "10s", "10s", series={'load{host="a"}': "1 90", 'load{host="b"}': "1 30"}
    )
    assert shown.texts == {"a": "1.50 mins", "b": "30 s"}
    assert [each.threshold for each in shown.displayed.values] == ["#F2495C", "green"]
    with pytest.raises(TestInputError, match="shows 2 values instead of exactly one"):
        print(shown.text)


def test_a_table_has_the_columns_of_its_transformation(project: TestedProject) -> None:
    shown = project("shown")[7].at("0s", series={'load{host="a"}': "1", 'load{host="b"}': "2"})
    assert shown.rows == [{"Host": "a", "Load": "1"}, {"Host": "b", "Load": "2"}]


def test_names_of_series_are_those_of_grafana(project: TestedProject) -> None:
    """The automatic legend of a result with one label is the value of the label."""
    shown = project("shown")[8].at(
        "0s", series={'load{host="a",job="n"}': "1", 'load{host="b",job="n"}': "2"}
    )
    assert shown == {"a": 1, "b": 2}
    renamed = project("shown")[9].at("0s", series={'load{host="a"}': "3"})
    assert renamed == {"<a>": 3}
    assert renamed.texts == {"<a>": "3"}


def test_a_panel_without_data_shows_its_text(project: TestedProject) -> None:
    shown = project("shown")[6].at("0s", series={"other": "1"})
    assert len(shown) == 0
    assert shown.text == "nothing"


def test_panels_of_other_data_sources_accept_handwritten_frames(project: TestedProject) -> None:
    sql = project("shown")[11]
    with pytest.raises(TestInputError) as raised:
        sql.at("0s", series={"load": "1"})
    assert "query A is for sql (grafana-postgresql-datasource), but promtool" in str(raised.value)
    assert 'frames={"A": ' in str(raised.value)
    shown = sql.at("10s", frames={"A": {"time": [0, 10], "duration": [1, 1500]}})
    assert shown.text == "1.50 s"
    with pytest.raises(TestInputError, match=r"the columns in frames\['A'\] have different"):
        sql.at("10s", frames={"A": {"time": [0], "duration": [1, 1500]}})


def test_a_type_that_is_not_drawn_is_reported(project: TestedProject) -> None:
    shown = project("shown")[10].at("0s", series={'load{host="a"}': "1"})
    assert shown == {"a": 1}
    with pytest.raises(EngineError, match="panels of the type geomap are not drawn"):
        print(shown.text)


@pytest.mark.parametrize("number", [12, 13])
def test_a_slow_regular_expression_is_an_error(
    project: TestedProject, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """The next panel gets a new process with V8."""
    monkeypatch.setattr(display_script, "SECONDS", 2.0)
    series = {f'load{{host="{"a" * 60}!"}}': "1"}
    with pytest.raises(
        EngineError, match="formatting the values of the panel took longer than 2 s"
    ):
        print(project("shown")[number].at("0s", series=series).text)
    monkeypatch.undo()
    assert project("shown")[9].at("0s", series={'load{host="a"}': "3"}).texts == {"<a>": "3"}
