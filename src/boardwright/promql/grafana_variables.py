"""Grafana's variables and macros as values.

The value of a variable can be a label's value, a number, a duration or a metric's name. Grafana
replaces the variable by it, so a variable is accepted everywhere.

Source: https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/.
"""

from __future__ import annotations

import re

from boardwright.promql.expression_places import refuse
from boardwright.promql.operators import Variable

_NAME = re.compile(r"(?!\d+$)\w+")
_FORMAT = re.compile(r"[^{}]+")


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
        return Variable(text=f"${name}")
    if not _FORMAT.fullmatch(format):
        raise refuse(f"{format!r} is not a format of a variable")
    return Variable(text=f"${{{name}:{format}}}")


RATE_INTERVAL = Variable(text="$__rate_interval")
"""Grafana's own window for `rate`: at least four scrapes, and at least the panel's step."""
INTERVAL = Variable(text="$__interval")
"""A panel's step."""
RANGE = Variable(text="$__range")
"""The time range that the board shows."""
