"""Grafana's variables and macros as values.

What a variable is depends on where it stands: a label's value, a number, a duration, a metric's
name. It is written as text and Grafana puts its value there, so it fits wherever it is given.

Source: https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/.
"""

from __future__ import annotations

import re

from boardwright.promql.expr import Kind
from boardwright.promql.operators import Operand
from boardwright.promql.places import refuse

_NAME = re.compile(r"(?!\d+$)\w+")
_FORMAT = re.compile(r"[^{}]+")


class Variable(Operand):
    """A Grafana variable, or a macro such as `$__rate_interval`; `text` is how it is written."""

    __slots__ = ("text",)
    text: str

    def __init__(self, text: str) -> None:
        """Take the text; use `var(…)` to make one."""
        self._set(text=text)

    @property
    def kind(self) -> Kind:
        """Whatever fits."""
        return Kind.ANY


def var(name: str, *, format: str | None = None) -> Variable:
    """Return the board's variable `name`.

    >>> from boardwright.promql import metric, re, var
    >>> str(metric("up", job=var("job"), instance=re(var("instance", format="regex"))))
    'up{job="$job",instance=~"${instance:regex}"}'

    Args:
        name: The variable's name, without `$`.
        format: One of Grafana's formats, such as `regex`, `pipe`, `csv`.

    Raises:
        PromqlError: A name or format that Grafana would not read.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise refuse(f"{name!r} is not a variable's name", 'give it without the $: var("job")')
    if format is None:
        return Variable(f"${name}")
    if not _FORMAT.fullmatch(format):
        raise refuse(f"{format!r} is not a format of a variable")
    return Variable(f"${{{name}:{format}}}")


RATE_INTERVAL = Variable("$__rate_interval")
"""Grafana's own window for `rate`: at least four scrapes, and no less than a panel's step."""
INTERVAL = Variable("$__interval")
"""A panel's step."""
RANGE = Variable("$__range")
"""The time range on show."""
