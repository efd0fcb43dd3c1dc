"""Grafana's variables and macros as PromQL expressions.

Before Grafana sends a query, it replaces each variable by its value. The value can be a label's
value, a number, a duration or a metric's name. Every function and operator of this package
therefore accepts a variable.

Source: https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/.
"""

from __future__ import annotations

import re

from boardwright.promql.expression_places import build_promql_error
from boardwright.promql.operators import Variable

_NAME = re.compile(r"(?!\d+$)\w+")
_FORMAT = re.compile(r"[^{}]+")


def var(name: str, *, format: str | None = None) -> Variable:
    """Return a variable of the dashboard as an expression.

    >>> from boardwright.promql import metric, re, var
    >>> str(metric("up", job=var("job"), instance=re(var("instance", format="regex"))))
    'up{job="$job",instance=~"${instance:regex}"}'

    Args:
        name: Name of the variable, without `$`.
        format: One of Grafana's formats for the values of variables, such as `regex`, `pipe` or
            `csv`; None for Grafana's default format.

    Raises:
        PromqlError: Grafana does not accept the name or the format.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise build_promql_error(
            f"{name!r} is not a valid name of a variable",
            'write the name without the $: var("job")',
        )
    if format is None:
        return Variable(text=f"${name}")
    if not _FORMAT.fullmatch(format):
        raise build_promql_error(f"{format!r} is not a valid format of a variable")
    return Variable(text=f"${{{name}:{format}}}")


RATE_INTERVAL = Variable(text="$__rate_interval")
"""Grafana's range for `rate`, which is at least four scrape intervals and at least the step of the
panel's query.
"""
INTERVAL = Variable(text="$__interval")
"""The step of the panel's query."""
RANGE = Variable(text="$__range")
"""The length of the time range that the dashboard displays."""
