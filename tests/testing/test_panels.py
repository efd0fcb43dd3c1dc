"""Panels at a time and over a range: values, variables, macros, and messages about bad input."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from boardwright.engine.engine_errors import EngineError, SeriesError
from boardwright.testing.panel_values import SeriesValues, ShownSeries
from boardwright.testing.tested_panel import TestedPanel
from boardwright.testing.tested_project import TestedProject
from boardwright.testing.testing_errors import TestInputError
from testing.conftest import open_project

UP = {
    'up{job="node",instance="a"}': "1x60",
    'up{job="node",instance="b"}': "0x60",
    'up{job="other",instance="c"}': "5x60",
}


def test_values_are_found_by_legend_and_by_labels(machines: TestedProject) -> None:
    """The variables job and instance have Grafana's defaults: the first value, and All."""
    shown = machines("machines")["Up"].at("5m", series=UP)
    assert shown == {"a": 1, "b": 0}
    assert shown == {'{instance="a"}': 1, 'up{instance="b"}': 0}
    assert shown["a"].labels == {"__name__": "up", "job": "node", "instance": "a"}
    assert shown != {"a": 1}
    assert shown != {"a": 1, "b": 0, "c": 0}
    assert shown != {"a": 1, "b": 1}
    assert dict(shown) == {"a": 1.0, "b": 0.0}


def test_an_exact_comparison_includes_labels_missing_in_the_key(machines: TestedProject) -> None:
    shown = machines("other")["Up"].at("5m", series={'up{job="n",instance="a"}': "1x60"})
    assert shown == {'{instance="a"}': 1}
    assert shown.exact != {'{instance="a"}': 1}
    assert shown.exact == {'up{instance="a",job="n"}': 1}


def test_variables_are_passed_as_arguments(machines: TestedProject) -> None:
    panel = machines("machines")["Up"]
    assert panel.at("5m", series=UP, job="other") == {"c": 5}
    assert panel.at("5m", series=UP, job="node", instance="b") == {"b": 0}
    assert panel.at("5m", series=UP, instance=["a", "b"]) == {"a": 1, "b": 0}
    assert panel.at("5m", series=UP, variables={"job": "other"}) == {"c": 5}


def test_each_query_has_its_own_series(machines: TestedProject) -> None:
    shown = machines("machines")["Two queries"].at(60, series={'up{job="n",instance="a"}': "2x9"})
    assert [(each.ref_id, each.legend, each.last) for each in shown.series] == [
        ("A", "a n", 2),
        ("B", "a n", -2),
    ]
    with pytest.raises(TestInputError, match="2 series have the legend 'a n'"):
        shown["a n"]


def test_a_range_has_a_value_for_each_step(machines: TestedProject) -> None:
    """A sample every 10 s (the scrape interval): the value at 1 m is that of the seventh sample."""
    panel = machines("other")["Up"]
    shown = panel.over("2m", "1m", series={'up{instance="a"}': "0+1x60"})
    assert shown == {"a": [0, 6, 12]}
    assert shown["a"].at("1m") == 6
    assert (shown["a"].min, shown["a"].max, shown["a"].last) == (0, 12, 12)
    later = panel.over("1m", "1m", end="4m", series={'up{instance="a"}': "0+1x60"})
    assert later == {"a": [18, 24]}
    with pytest.raises(TestInputError, match="The range has steps from 0s to 2m, every 1m"):
        shown["a"].at("90s")


def test_the_rate_interval_depends_on_the_range_and_the_width(machines: TestedProject) -> None:
    """Grafana: the larger of step + scrape interval, and 4 scrapes, which are 10 s apart here.

    A range of 1 h on 800 pixels has a step of 10 s, the least, so the window is 40 s. A range of
    30 d on 100 pixels has a natural step of 25,920 s, which Grafana rounds to 6 h: the window is
    6 h and 10 s.
    """
    panel = machines("machines")["Rate"]
    series = {"requests_total": "0+15x600"}
    near = panel.at("50m", series=series, range="1h", width=800)
    assert near.evaluation.queries[0].sent == "rate(requests_total[40s])"
    far = panel.at("50m", series=series, range="30d", width=100)
    assert far.evaluation.queries[0].sent == "rate(requests_total[6h10s])"


def test_a_passed_step_is_used_as_interval(machines: TestedProject) -> None:
    """Samples at 0, 15, ... 300 s. Prometheus 2 counts the sample at the start of a window."""
    shown = machines("machines")["Step"].over("5m", "1m", series={'up{instance="a"}': "1x60"})
    assert shown.evaluation.queries[0].sent == "count_over_time(up[1m])"


def test_the_default_range_is_that_of_the_board(machines: TestedProject) -> None:
    shown = machines("machines")["Range"].at("5m", series={'up{instance="a"}': "1x60"})
    assert shown.evaluation.queries[0].sent == "count_over_time(up[3600s])"


def test_a_sorted_result_keeps_its_order(machines: TestedProject) -> None:
    shown = machines("machines")["Largest first"].at("5m", series=UP)
    assert shown.legends == ["c", "a"]


def test_times_are_accepted_in_several_forms(machines: TestedProject) -> None:
    panel = machines("other")["Up"]
    series = {'up{instance="a"}': "0+1x60"}
    for time in ("1m", "60s", 60, 60.0, timedelta(minutes=1)):
        assert panel.at(time, series=series) == {"a": 6}
    assert panel.at("1m", series=series, interval="1m") == {"a": 1}


def test_series_are_accepted_in_several_forms(machines: TestedProject, tmp_path: Path) -> None:
    panel = machines("other")["Up"]
    assert panel.at("1m", series='up{instance="a"} 1 1 1 1 1 1 7') == {"a": 7}
    assert panel.at(10, series={'up{instance="a"}': [1, 3, None]}) == {"a": 3}
    assert panel.at(10, series={'up{instance="a"}': 4}) == {"a": 4}
    file = tmp_path / "up.prom"
    file.write_text('# TYPE up gauge\nup{instance="a"} 2.5\n')
    assert panel.at("5m", series=file) == {"a": 2.5}
    capture = tmp_path / "up.series"
    capture.write_text('interval 1m\nup{instance="a"} 0+1x5\n')
    assert panel.at("5m", series=capture) == {"a": 5}


@pytest.mark.parametrize(
    ("board", "panel", "message"),
    [
        ("machine", "Up", "no board has the uid, title or file name 'machine'\n  Did you"),
        ("machines", "Upp", "no panel has the title or id 'Upp'\n  Did you mean 'Up'?"),
        ("machines", "Same title", "2 panels have the title 'Same title':\n    dashboards/"),
    ],
)
def test_an_unknown_or_repeated_name_is_explained(
    machines: TestedProject, board: str, panel: str, message: str
) -> None:
    with pytest.raises(TestInputError) as raised:
        machines(board)[panel]
    assert message in str(raised.value)


def test_a_board_is_found_by_uid_title_and_file(machines: TestedProject) -> None:
    """The file machines.py declares two boards, and one of them has the uid machines."""
    assert machines("Machines").uid == "machines"
    assert machines("machines").uid == "machines"
    assert machines("Other").uid == "other"


def test_a_name_of_two_boards_is_reported_with_their_places(tmp_path: Path) -> None:
    board = 'Dashboard(title="{0}", uid="{0}", panels=[])'
    text = "from grafanalib.core import Dashboard\n\n"
    text += "\n".join(f"{name} = {board.format(name)}" for name in ("one", "two"))
    project = open_project(tmp_path, {"dashboards/pair.py": text})
    with pytest.raises(TestInputError) as raised:
        project("pair")
    assert str(raised.value) == (
        "2 boards have the uid, title or file name 'pair':\n"
        "    dashboards/pair.py:3: one, 'one'\n"
        "    dashboards/pair.py:4: two, 'two'\n"
        "  Select one of the boards by its uid."
    )


@pytest.mark.parametrize(
    ("time", "arguments", "message"),
    [
        ("-5m", {}, "-5m is before the first sample, which is at 0s"),
        ("soon", {}, "'soon' is not a valid time"),
        ("5m", {"jobb": "node"}, "the board has no variable 'jobb'\n  Did you mean 'job'?"),
        ("5m", {"range": "0s"}, "range='0s' is not a valid duration"),
    ],
)
def test_invalid_arguments_are_explained(
    machines: TestedProject, time: str, arguments: dict[str, str], message: str
) -> None:
    with pytest.raises(TestInputError) as raised:
        machines("machines")["Up"].at(time, series=UP, **arguments)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("series", "message"),
    [
        ({"up{": "1"}, "the { is never closed"),
        ({"up": "1 x"}, "the values of up do not follow promtool's notation"),
        (
            {"up": "1x9999999"},
            "the series have 10,000,000 samples, but a test may have at most 2,000,000",
        ),
        ({"up": "1", '{__name__="up"}': "2"}, "contains the same series twice"),
        (7, "the argument series is of type int"),
        (Path("/nonexistent"), "/nonexistent: cannot be read"),
    ],
)
def test_invalid_series_are_explained(
    machines: TestedProject, series: object, message: str
) -> None:
    with pytest.raises(SeriesError) as raised:
        machines("machines")["Up"].at("5m", series=series)
    assert message in str(raised.value)


def test_the_failure_has_the_message_of_the_engine(machines: TestedProject) -> None:
    """Two series of `up` fit one of the left side."""
    with pytest.raises(EngineError) as raised:
        machines("machines")["Refused"].at("5m", series=UP)
    text = str(raised.value)
    assert 'panel "Refused" of board "Machines": query A: ' in text
    assert "many-to-many matching not allowed" in text or "duplicate series" in text


def test_values_of_an_empty_series_are_explained() -> None:
    gaps = SeriesValues(one_series(times=(0, 60_000), values=(None, None)))
    for name in ("max", "min"):
        with pytest.raises(TestInputError, match="the series 'a' has no values in the range"):
            getattr(gaps, name)
    assert gaps.at("1m") is None
    with pytest.raises(TestInputError, match="The range has steps from 0s to 1m, every 1m"):
        gaps.at("2m")
    with pytest.raises(TestInputError, match="The range has no steps"):
        SeriesValues(one_series(times=(), values=())).at("0s")


def one_series(*, times: tuple[int, ...], values: tuple[float | None, ...]) -> ShownSeries:
    return ShownSeries(labels={}, legend="a", ref_id="A", times=times, values=values)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda panel: panel.at(1764576000, series=UP), "after the first sample needs"),
        (lambda panel: panel.over("30d", "10ms", series=UP), "the range has 259,200,000 steps"),
    ],
    ids=["a date", "tiny steps"],
)
def test_times_and_steps_that_are_too_long_are_refused(
    machines: TestedProject, call: Callable[[TestedPanel], object], message: str
) -> None:
    """30 d are 2,592,000 s, or 259,200,000 times 10 ms."""
    with pytest.raises(TestInputError, match=message):
        call(machines("machines")["Up"])
