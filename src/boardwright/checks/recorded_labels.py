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
"""The maximum number of recording rules that are followed in a chain. In a chain, each rule reads
the result of the previous rule. The limit also ends the computation for rules that depend on each
other in a circle.
"""


def read_recorded_labels(rules: Iterable[PrometheusRule]) -> SeriesLabels:
    """Return the labels of the recorded series, for each recording rule.

    A rule may read the result of another rule, so the labels are computed in rounds. In the first
    round no recorded series has known labels. Each further round uses the labels of the round
    before, until nothing changes. If several rules record the same name, the labels of their
    results are combined.

    Args:
        rules: Recording rules and alerts; alerts are ignored.
    """
    recording = [rule for rule in rules if rule.records]
    found: SeriesLabels = {}
    for _ in range(_DEEPEST):
        before, found = found, _read_round(recording, found)
        if found == before:
            break
    return found


def _read_round(rules: Iterable[PrometheusRule], series: SeriesLabels) -> SeriesLabels:
    found: dict[str, ResultLabels] = {}
    for rule in rules:
        labels = _derive_rule_labels(rule, series)
        found[rule.name] = found[rule.name].unite(labels) if rule.name in found else labels
    return found


def _derive_rule_labels(rule: PrometheusRule, series: SeriesLabels) -> ResultLabels:
    """Return the labels of the rule's expression together with the labels that the rule sets. A
    label that the rule sets to the empty value is removed.
    """
    tree = rule.expression.tree
    found = UNKNOWN if tree is None else derive_labels(tree, series)
    for label, value in {**rule.labels, NAME: rule.name}.items():
        found = found.with_label(label, certain=True) if value else found.drop({label})
    return found
