"""Compares the values that a panel shows with the values that a test expects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from boardwright.engine.series_notation import read_series_labels
from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.notation.similar_names import find_similar_name
from boardwright.testing.panel_values import PanelItem
from boardwright.testing.testing_errors import TestInputError


@frozen
class ComparedValue:
    """An expected value together with the value that the panel shows.

    Attributes:
        name: The key of the expected value, or the legend of a series that the test does not
            expect.
        expected: The expected value; None if the test does not expect the series.
        shown: The value that the panel shows; None if no series of the panel fits the key.
        is_equal: Whether the two values are equal.
        remark: The reason why the values differ; empty if the two values themselves show the
            reason.
    """

    name: str
    expected: object
    shown: PanelItem | None
    is_equal: bool
    remark: str = ""


@frozen
class ValueComparison:
    """The comparisons of all expected values of a panel with the values that the panel shows."""

    values: tuple[ComparedValue, ...]

    @property
    def is_equal(self) -> bool:
        """Whether all values are equal to the expected values, and no series is missing or
        unexpected.
        """
        return all(each.is_equal for each in self.values)


def compare_items(
    expected: Mapping[Any, Any], items: Sequence[PanelItem], *, exact: bool
) -> ValueComparison:
    """Compare the expected values with the values of a panel.

    Args:
        expected: The expected values, by legend or by labels in braces.
        items: The values that the panel shows.
        exact: Whether a series fits a key in braces only if all labels of the series are in the
            key.

    Raises:
        TestInputError: A key is neither a text nor a set of labels.
    """
    comparisons: list[ComparedValue] = []
    used: set[int] = set()
    for key, value in expected.items():
        fitting = [i for i, item in enumerate(items) if _matches_key(key, item, items, exact=exact)]
        used.update(fitting)
        comparisons.append(_compare_value(key, value, [items[i] for i in fitting], items))
    comparisons += [
        ComparedValue(name=item.legend, expected=None, shown=item, is_equal=False)
        for index, item in enumerate(items)
        if index not in used
    ]
    return ValueComparison(values=tuple(comparisons))


def _matches_key(key: object, item: PanelItem, items: Sequence[PanelItem], *, exact: bool) -> bool:
    if not isinstance(key, str):
        raise TestInputError(
            f"the key {key!r} is not a text",
            hint="Use the legend of a series, or its labels, such as '{cpu=\"0\"}'.",
        )
    if not is_label_key(key) or any(key == each.legend for each in items):
        return key == item.legend
    key_labels = _parse_labels(key)
    return item.labels == key_labels if exact else key_labels.items() <= item.labels.items()


def is_label_key(key: str) -> bool:
    """Return whether a key consists of labels, such as `{cpu="0"}` or `up{job="a"}`."""
    return key.endswith("}") and "{" in key


def _parse_labels(key: str) -> Mapping[str, str]:
    if key.strip() == "{}":
        return {}
    try:
        return read_series_labels(key)
    except BoardwrightError as error:
        raise TestInputError(f"the key {key!r} is not a set of labels: {error.what}") from None


def _compare_value(
    key: str, expected: object, fitting: Sequence[PanelItem], items: Sequence[PanelItem]
) -> ComparedValue:
    if len(fitting) == 1:
        equal = bool(fitting[0] == expected) or _are_both_nan(fitting[0], expected)
        return ComparedValue(name=key, expected=expected, shown=fitting[0], is_equal=equal)
    if fitting:
        names = ", ".join(str(dict(each.labels)) for each in fitting)
        remark = f"{len(fitting)} series match this key: {names}"
    else:
        remark = describe_nearest_miss(key, items)
    return ComparedValue(name=key, expected=expected, shown=None, is_equal=False, remark=remark)


def _are_both_nan(item: PanelItem, expected: object) -> bool:
    """Return whether both values are NaN. NaN counts as equal to NaN, because otherwise a test
    could not expect NaN.
    """
    both = isinstance(item, float) and isinstance(expected, float)
    return both and item != item and expected != expected  # noqa: PLR0124 - NaN


def describe_nearest_miss(key: str, items: Sequence[PanelItem]) -> str:
    """Return a hint for a key that no series fits: the label in which the most similar series
    differs from the key, or the legend that is similar to the key.
    """
    if not items:
        return "the panel shows no series"
    if is_label_key(key):
        key_labels = _parse_labels(key)
        nearest = max(items, key=lambda item: len(key_labels.items() & item.labels.items()))
        wrong = [name for name, value in key_labels.items() if nearest.labels.get(name) != value]
        if len(wrong) < len(key_labels) or len(key_labels) == 1:
            return "; ".join(_describe_differing_label(name, nearest) for name in wrong)
    similar_legend = find_similar_name(key, [each.legend for each in items])
    return f"the most similar legend is {similar_legend!r}" if similar_legend is not None else ""


def _describe_differing_label(name: str, nearest: PanelItem) -> str:
    if name not in nearest.labels:
        return f"{nearest.legend!r} matches if you remove the label {name!r} from the key"
    return f"{nearest.legend!r} has {name}={nearest.labels[name]!r}"
