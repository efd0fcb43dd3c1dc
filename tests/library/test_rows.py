"""Rows: widths, heights and allowed content."""

from __future__ import annotations

from typing import Any

import pytest
from grafanalib.core import GridPos, RowPanel, Stat, Text, TimeSeries
from hypothesis import given
from hypothesis import strategies as st

from boardwright.errors import DeclarationError
from boardwright.library import across, half, row
from boardwright.library.rows import share


def some(count: int) -> list[TimeSeries]:
    return [TimeSeries(title=str(index)) for index in range(count)]


def sizes(panels: list[Any]) -> list[tuple[int, int]]:
    return [(panel.gridPos.w, panel.gridPos.h) for panel in panels]


def widths(panels: list[Any]) -> list[int]:
    return [panel.gridPos.w for panel in panels]


@given(st.integers(1, 24), st.integers(1, 24))
def test_widths_of_a_line_add_up_and_differ_by_at_most_one(columns: int, parts: int) -> None:
    parts = min(parts, columns)
    shared = share(columns, parts)
    assert sum(shared) == columns
    assert len(shared) == parts
    assert max(shared) - min(shared) <= 1


@given(st.integers(1, 40), st.integers(1, 8))
def test_every_line_fills_the_board(count: int, per_line: int) -> None:
    total = sum(widths(across(some(count), per_line=per_line)))
    assert total == 24 * -(-count // per_line)


@pytest.mark.parametrize(
    ("count", "per_line", "expected"),
    [
        (1, 6, [24]),
        (2, 6, [12, 12]),
        (3, 6, [8, 8, 8]),
        (5, 6, [5, 5, 5, 5, 4]),
        (6, 6, [4, 4, 4, 4, 4, 4]),
        (7, 6, [6, 6, 6, 6, 8, 8, 8]),
        (5, 3, [8, 8, 8, 12, 12]),
        (0, 6, []),
    ],
)
def test_panels_share_each_line_equally(count: int, per_line: int, expected: list[int]) -> None:
    assert widths(across(some(count), per_line=per_line)) == expected


def test_passed_widths_are_repeated_in_each_line() -> None:
    assert widths(across(some(4), widths=(8, 16))) == [8, 16, 8, 16]


@pytest.mark.parametrize("wrong", [(), (0, 24), (12, 13), (-1, 2)])
def test_widths_that_do_not_fit_are_refused(wrong: tuple[int, ...]) -> None:
    with pytest.raises(DeclarationError, match="do not fit into a line of 24 columns"):
        across(some(2), widths=wrong)


def test_two_half_rows_fill_a_line() -> None:
    line = [*half(some(2)), *half(some(1))]
    assert widths(line) == [6, 6, 12]


def test_panels_of_the_library_have_no_position() -> None:
    (panel,) = across(some(1), height=4)
    assert (panel.gridPos.h, panel.gridPos.x, panel.gridPos.y) == (4, None, None)


def test_panels_are_copied_before_they_are_placed() -> None:
    panel = TimeSeries(title="Same")
    first, second = across([panel], height=4), across([panel], height=9)
    assert panel.gridPos is None
    assert sizes([*first, *second]) == [(24, 4), (24, 9)]


def test_a_passed_position_is_kept() -> None:
    mine = Stat(title="Mine", gridPos=GridPos(h=3, w=5, x=1, y=2))
    placed = across([mine, *some(2)])
    assert placed[0] is mine
    assert widths(placed[1:]) == [12, 12]


def test_dicts_can_be_placed_as_panels() -> None:
    mine = {"type": "stat", "title": "Mine"}
    placed = across([mine, {**mine, "gridPos": {"h": 1, "w": 2, "x": 3, "y": 4}}], height=5)
    assert placed[0]["gridPos"] == {"h": 5, "w": 24}
    assert placed[1]["gridPos"] == {"h": 1, "w": 2, "x": 3, "y": 4}
    assert "gridPos" not in mine


def test_builders_of_the_foundation_sdk_can_be_placed_as_panels() -> None:
    builders = pytest.importorskip("grafana_foundation_sdk.builders.timeseries")
    mine = builders.Panel().title("Mine")
    first, second = across([mine, mine], height=5)
    assert (first.build().grid_pos.w, second.build().grid_pos.h) == (12, 5)
    assert (first.build().grid_pos.x, first.build().grid_pos.y) == (None, None)
    assert mine.build().grid_pos is None


def test_a_value_that_is_not_a_panel_is_refused() -> None:
    with pytest.raises(DeclarationError, match="cannot contain a str"):
        across(["up"])


def test_an_open_row_is_a_header_followed_by_panels() -> None:
    header, *panels = row("CPU", [*some(2), Text(content="Hi")], height=6)
    assert isinstance(header, RowPanel)
    assert (header.title, header.collapsed, header.panels) == ("CPU", False, [])
    assert sizes(panels) == [(8, 6)] * 3


def test_a_collapsed_row_contains_the_panels() -> None:
    (header,) = row("CPU", some(5), collapsed=True)
    assert header.collapsed
    assert widths(header.panels) == [8, 8, 8, 12, 12]


def test_a_row_can_have_lines_of_different_heights() -> None:
    _, *panels = row("CPU", [*across(some(6), height=4), *across(some(2), height=8)])
    assert sizes(panels) == [(4, 4)] * 6 + [(12, 8)] * 2
