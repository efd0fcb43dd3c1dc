"""Restores the order in which an instant query returns its series, because promtool's report sorts
the series by labels.
"""

from __future__ import annotations

from collections.abc import Sequence

from boardwright.engine.engine_tests import EngineSample
from boardwright.errors import PromqlError
from boardwright.promql.calls import Aggregation, Call
from boardwright.promql.parser import parse

_RISING = frozenset({"sort", "bottomk"})
_FALLING = frozenset({"sort_desc", "topk"})


def order_samples(text: str, samples: Sequence[EngineSample]) -> Sequence[EngineSample]:
    """If the outermost function of an expression is `sort`, `sort_desc`, `topk` or `bottomk`,
    return the samples in the order of this function.

    Args:
        text: The expression, as text.
        samples: The result of the expression, sorted by labels.
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
