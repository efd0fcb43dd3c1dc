"""Labels in legends."""

from __future__ import annotations

import pytest

from boardwright.notation.legend_labels import fill_legend, list_legend_labels


@pytest.mark.parametrize(
    ("legend", "labels", "filled"),
    [
        ("{{job}} on {{ instance }}", ["job", "instance"], "<job> on <instance>"),
        ("{{service.name}}", ["service.name"], "<service.name>"),
        ("{{a}} {{a}}", ["a", "a"], "<a> <a>"),
        ("{job}", [], "{job}"),
    ],
)
def test_labels_of_a_legend_are_found_and_replaced(
    legend: str, labels: list[str], filled: str
) -> None:
    assert list_legend_labels(legend) == labels
    assert fill_legend(legend, lambda label: f"<{label}>") == filled
