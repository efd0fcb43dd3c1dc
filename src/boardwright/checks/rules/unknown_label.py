"""A query uses a label that a metric does not have.

## Reported cases
This rule reports a matcher on a label that, according to `--metrics`, no series of the metric has.
The rule also reports a label in `by (...)` that none of the aggregated metrics has.

Labels that Prometheus adds when it scrapes a target are not reported, because any series may have
them. Prometheus adds `job`, `instance`, and the labels of its service discovery. Matchers with a
variable, and matchers that also accept series without the label (`x=""`, `x!="a"`, `x=~".*"`), are
not reported.

## Why
A matcher on a missing label selects no series, so the panel shows "No data". Grouping by a missing
label puts all series into one group.

## Bad
```text
rate(node_cpu_seconds_total{state="idle"}[5m])
```
```text
sum by (core) (rate(node_cpu_seconds_total[5m]))
```

## Good
```text
rate(node_cpu_seconds_total{mode="idle"}[5m])
```
```text
sum by (cpu) (rate(node_cpu_seconds_total[5m]))
```

## Source
[Data model](https://prometheus.io/docs/concepts/data_model/)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boardwright.checks import Aggregation, BoardView, Call, Finding, Selector, VariableView, rule
from boardwright.checks.judged_selectors import (
    JudgedSelector,
    iter_judged_selectors,
    iter_required_matchers,
)
from boardwright.notation.similar_names import list_names, suggest_name
from boardwright.notation.variable_syntax import VARIABLE
from boardwright.promql.operators import Binary

_LABELLING = frozenset({"info", "label_join", "label_replace"})


@rule(id="unknown-label", group="metrics", severity="error", looks_at=BoardView, needs_metrics=True)
def check(board: BoardView) -> Iterator[Finding]:
    catalogue = board.settings.catalogue
    if catalogue is None or catalogue.added_labels is None:
        return
    aggregations: dict[Aggregation, list[JudgedSelector]] = {}
    for judged in iter_judged_selectors(board, catalogue):
        if not judged.metrics:
            continue
        yield from _check_matchers(judged, catalogue.added_labels)
        for parent in judged.selector.parents():
            if isinstance(parent, Aggregation) and parent.grouping == "by":
                aggregations.setdefault(parent, []).append(judged)
    for aggregation, operands in aggregations.items():
        yield from _check_grouping(aggregation, operands, catalogue.added_labels)


def _check_matchers(judged: JudgedSelector, added: frozenset[str]) -> Iterator[Finding]:
    labels = _collect_labels([judged], added)
    metric = judged.selector.name or judged.metrics[0].name
    for matcher in iter_required_matchers(judged):
        if matcher.name not in labels:
            yield Finding(
                what=f"{metric} has no label {matcher.name}",
                fix=_suggest_fix(matcher.name, labels - added),
                at=judged.view,
                node=None if isinstance(judged.view, VariableView) else matcher,
            )


def _check_grouping(
    aggregation: Aggregation, operands: list[JudgedSelector], added: frozenset[str]
) -> Iterator[Finding]:
    """Yield a finding for each label in `by (...)` that none of the aggregated metrics has."""
    parts = list(aggregation.expr.walk())
    if len(operands) != sum(isinstance(part, Selector) for part in parts) or any(
        (isinstance(part, Call) and (part.name in _LABELLING or part.variable))
        or (isinstance(part, Aggregation) and (part.op == "count_values" or part.variable))
        or (isinstance(part, Binary) and part.group is not None and part.include)
        for part in parts
    ):
        return
    labels = _collect_labels(operands, added)
    for label in aggregation.labels:
        if label not in labels and label != "__name__" and not VARIABLE.search(label):
            view, expression = operands[0].view, operands[0].expression
            names = list(dict.fromkeys(judged.metrics[0].name for judged in operands))
            lacking = f"{names[0]} does not have" if len(names) == 1 else "none of its metrics has"
            yield Finding(
                what=f"the aggregation groups by the label {label}, which {lacking}",
                fix=_suggest_fix(label, labels - added),
                at=view,
                span=None
                if isinstance(view, VariableView)
                else expression.locate_label(aggregation, label),
            )


def _collect_labels(selectors: Iterable[JudgedSelector], added: frozenset[str]) -> frozenset[str]:
    own = (metric.labels for judged in selectors for metric in judged.metrics)
    return added.union(*own)


def _suggest_fix(label: str, labels: frozenset[str]) -> str:
    if not labels:
        return "Remove the label: the metric has no labels except those that Prometheus adds."
    otherwise = list_names("Labels of the metric", sorted(labels))
    return suggest_name(label, labels, otherwise=otherwise)
