"""Compares the values of a panel with the values that a test expects."""

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
    """An expected value and the corresponding value of the panel.

    Attributes:
        name: The key of the expected value, or the legend of an unexpected series.
        expected: The expected value; None for an unexpected series.
        shown: The value that the panel shows; None unless exactly one series matches the key.
        is_equal: Whether the two values are equal.
        remark: Why no single series matches the key; otherwise empty.
    """

    name: str
    expected: object
    shown: PanelItem | None
    is_equal: bool
    remark: str = ""


@frozen
class ValueComparison:
    """The comparison of all values of a panel with the expected values."""

    values: tuple[ComparedValue, ...]

    @property
    def is_equal(self) -> bool:
        """Whether all values are as expected, and no series is missing or unexpected."""
        return all(each.is_equal for each in self.values)


def compare_items(
    expected: Mapping[Any, Any], items: Sequence[PanelItem], *, exact: bool
) -> ValueComparison:
    """Compare the expected values with the values of a panel.

    Args:
        expected: Legend of a series, or its labels in braces -> the expected value.
        items: The values that the panel shows.
        exact: Whether a key in braces must contain all labels of the series. If False, the key may
            contain only some of the labels.

    Raises:
        TestInputError: A key is not a string, or contains invalid labels.
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
            f"the key {key!r} of an expected value is not a string",
            hint="Use the legend of a series as the key, or labels such as '{cpu=\"0\"}'.",
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
        raise TestInputError(f"the key {key!r} contains invalid labels: {error.what}") from None


def _compare_value(
    key: str, expected: object, fitting: Sequence[PanelItem], items: Sequence[PanelItem]
) -> ComparedValue:
    if len(fitting) == 1:
        equal = bool(fitting[0] == expected) or _are_both_nan(fitting[0], expected)
        return ComparedValue(name=key, expected=expected, shown=fitting[0], is_equal=equal)
    if fitting:
        names = ", ".join(str(dict(each.labels)) for each in fitting)
        remark = f"the key matches {len(fitting)} series, but must match only one: {names}"
    else:
        remark = describe_nearest_miss(key, items)
    return ComparedValue(name=key, expected=expected, shown=None, is_equal=False, remark=remark)


def _are_both_nan(item: PanelItem, expected: object) -> bool:
    """Return whether both values are NaN, so that a test can expect NaN."""
    both = isinstance(item, float) and isinstance(expected, float)
    return both and item != item and expected != expected  # noqa: PLR0124 - NaN


def describe_nearest_miss(key: str, items: Sequence[PanelItem]) -> str:
    """Return a hint for a key that matches no series.

    The hint names the label in which the most similar series differs from the key, or a legend that
    is similar to the key. The hint is empty if no series and no legend is similar.
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
    return f"did you mean the legend {similar_legend!r}?" if similar_legend is not None else ""


def _describe_differing_label(name: str, nearest: PanelItem) -> str:
    if name not in nearest.labels:
        return f"the series {nearest.legend!r} has no label {name}"
    return f"the series {nearest.legend!r} has {name}={nearest.labels[name]!r} instead"
