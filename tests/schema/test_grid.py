from __future__ import annotations

import pytest

from boardwright.schema.grid import COLUMNS, PANEL_SIZES, count_columns, count_lines
from boardwright.schema.panel_types import CORE


@pytest.mark.parametrize(
    ("pixels", "lines"), [(0, 1), (1, 1), (38, 1), (39, 2), (250, 7), (380, 10)]
)
def test_pixels_are_converted_to_lines(pixels: float, lines: int) -> None:
    assert count_lines(pixels) == lines


@pytest.mark.parametrize(("span", "columns"), [(0, 1), (1, 2), (2.5, 4), (12, 24), (99, 24)])
def test_spans_are_converted_to_columns(span: float, columns: int) -> None:
    assert count_columns(span) == columns


def test_default_sizes_are_those_of_core_panels_and_fit_the_grid() -> None:
    assert PANEL_SIZES.keys() <= CORE
    assert all(width <= COLUMNS for width, _ in PANEL_SIZES.values())
