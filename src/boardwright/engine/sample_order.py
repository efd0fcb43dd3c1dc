"""Sorts the results of queries with `sort` or `topk` by value, because promtool sorts by labels."""

from __future__ import annotations

from collections.abc import Sequence

from boardwright.engine.engine_tests import EngineSample
from boardwright.errors import PromqlError
from boardwright.promql.calls import Aggregation, Call
from boardwright.promql.parser import parse

_RISING = frozenset({"sort", "bottomk"})
_FALLING = frozenset({"sort_desc", "topk"})


def order_samples(text: str, samples: Sequence[EngineSample]) -> Sequence[EngineSample]:
    """Return the samples in the order in which Prometheus returns them for an instant query.

    The samples are sorted by value if the outermost function is `sort`, `sort_desc`, `topk` or
    `bottomk`. Otherwise, the samples keep their order.

    Args:
        text: The query, as PromQL text.
        samples: The result of the query, sorted by labels.
    """
    name = _find_outermost_function(text) if len(samples) > 1 else ""
    if name in _RISING or name in _FALLING:
        return sorted(samples, key=lambda sample: sample.value, reverse=name in _FALLING)
    return samples


def _find_outermost_function(text: str) -> str:
    try:
        node = parse(text).bare
    except PromqlError:
        return ""
    if isinstance(node, Aggregation):
        return node.op
    return node.name if isinstance(node, Call) else ""
