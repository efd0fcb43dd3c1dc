"""Determines the labels of recorded series from the expressions of the recording rules."""

from __future__ import annotations

from collections.abc import Iterable

from boardwright.checks.prometheus_rule import PrometheusRule
from boardwright.promql.result_labels import (
    NAME,
    UNKNOWN,
    ResultLabels,
    SeriesLabels,
    derive_labels,
)

_DEEPEST = 10
"""The maximum length of a chain in which each recording rule reads the result of the previous rule.
The limit also ends the computation for rules that depend on each other in a circle.
"""


def derive_recorded_labels(rules: Iterable[PrometheusRule]) -> SeriesLabels:
    """Return the labels of each recorded series.

    A rule may read the result of another rule, so the computation is repeated with the computed
    labels until the labels no longer change. If several rules record the same name, the labels of
    their results are combined.

    Args:
        rules: Recording rules and alerts; alerts are ignored.
    """
    recording = [rule for rule in rules if rule.records]
    labels: SeriesLabels = {}
    for _ in range(_DEEPEST):
        before, labels = labels, _derive_labels_once(recording, labels)
        if labels == before:
            break
    return labels


def _derive_labels_once(rules: Iterable[PrometheusRule], series: SeriesLabels) -> SeriesLabels:
    labels_by_name: dict[str, ResultLabels] = {}
    for rule in rules:
        labels = _derive_rule_labels(rule, series)
        labels_by_name[rule.name] = (
            labels_by_name[rule.name].unite(labels) if rule.name in labels_by_name else labels
        )
    return labels_by_name


def _derive_rule_labels(rule: PrometheusRule, series: SeriesLabels) -> ResultLabels:
    """Return the labels of the result of the expression, with the labels that the rule sets. If a
    rule sets a label to the empty value, Prometheus removes the label.
    """
    tree = rule.expression.tree
    labels = UNKNOWN if tree is None else derive_labels(tree, series)
    for label, value in {**rule.labels, NAME: rule.name}.items():
        labels = labels.with_label(label, certain=True) if value else labels.drop({label})
    return labels
