"""The labels of recorded series, as far as the expressions of their rules decide."""

from __future__ import annotations

from collections.abc import Iterable

from boardwright.checks.prometheus_rule import PrometheusRule
from boardwright.promql.result_labels import NAME, UNKNOWN, ResultLabels, SeriesLabels, labels_of

_DEEPEST = 10
"""Rules that read one another in a longer chain, or in a circle, are not followed further."""


def read_recorded_labels(rules: Iterable[PrometheusRule]) -> SeriesLabels:
    """Return the labels of the series of each recording rule.

    The first round knows no series, and each further round the series of the round before, until
    nothing changes. Rules that record the same name together decide the labels of its series.

    Args:
        rules: The rules; alerts among them are left out.
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
        labels = _labels_of_rule(rule, series)
        found[rule.name] = found[rule.name].either(labels) if rule.name in found else labels
    return found


def _labels_of_rule(rule: PrometheusRule, series: SeriesLabels) -> ResultLabels:
    """Return the labels of the expression and those that the rule sets; it removes empty ones."""
    tree = rule.expression.tree
    found = UNKNOWN if tree is None else labels_of(tree, series)
    for label, value in {**rule.labels, NAME: rule.name}.items():
        found = found.with_label(label, certain=True) if value else found.without({label})
    return found
