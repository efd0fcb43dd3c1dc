"""The checks that several rules for mixins share.

A mixin is a published set of boards and rules about one program, which people use with any number
of clusters. The requirements come from Grafana's dashboard-linter.

Source: https://github.com/grafana/dashboard-linter/tree/main/docs
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks.finding import Finding
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.query_view import QueryView
from boardwright.notation.variable_syntax import read_whole_variable
from boardwright.promql.expression import list_selectors

ALL = ".+"
"""The recommended `allValue` of a variable. With this value, "All" matches every label value except
the empty value.
"""


def has_prometheus_query(board: BoardView) -> bool:
    """Return whether a board has a Prometheus query."""
    return any(query.expression for query in board.queries)


def check_variable(board: BoardView, name: str) -> Iterator[Finding]:
    """Yield the faults of a label's variable. The variable is missing, is not a query variable,
    allows only one value, or has an `allValue` other than `.+`.
    """
    if not has_prometheus_query(board):
        return
    variable = next((each for each in board.variables if each.name == name), None)
    if variable is None:
        yield Finding(
            what=f"the board has no variable {name!r}",
            fix=f"Add a query variable with the query label_values(..., {name}), and set "
            '"multi" and "includeAll" to true.',
            key="templating",
        )
        return
    if variable.type != "query":
        what = f"the variable {name!r} has the type {variable.type!r}, not 'query'"
        yield Finding(
            what=what,
            fix=f'Change the type to "query", and set the query label_values(..., {name}).',
            at=variable,
            key="type",
        )
    if not variable.multi:
        what = f"users can choose only one value of the variable {name!r}"
        yield Finding(what=what, fix='Set "multi" to true.', at=variable, key="multi")
    if variable.all_value != ALL:
        what = f"the variable {name!r} has allValue {variable.all_value!r}, not {ALL!r}"
        yield Finding(what=what, fix=f'Set "allValue" to "{ALL}".', at=variable, key="allValue")


def check_matchers(query: QueryView, label: str) -> Iterator[Finding]:
    """Yield a finding for each selector of a query that lacks the matcher `label=~"$label"`."""
    expression = query.expression
    for selector in list_selectors(expression):
        matcher = next((m for m in selector.matchers if m.name == label), None)
        wanted = f'{label}=~"${label}"'
        if matcher is None:
            what = f"{selector.name or 'the selector'} has no matcher on {label}"
            yield Finding(what=what, fix=f"Add the matcher {wanted}.", node=selector)
        elif matcher.op != "=~" or read_whole_variable(matcher.value) != label:
            text = f'{matcher.name}{matcher.op}"{matcher.value}"'
            what = f"{selector.name or 'the selector'} has the matcher {text}"
            yield Finding(what=what, fix=f"Change the matcher to {wanted}.", node=matcher)
