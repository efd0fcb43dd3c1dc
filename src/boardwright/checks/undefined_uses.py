"""Finds the uses of variables that a board does not define."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardwright.checks.views.board_view import BoardView, PromqlView
from boardwright.checks.views.panel_view import PanelView
from boardwright.checks.views.query_view import AnnotationView, QueryView
from boardwright.checks.views.variable_view import VariableView
from boardwright.checks.views.view import View
from boardwright.frozen import frozen
from boardwright.notation.variable_syntax import VARIABLE, read_variable_name
from boardwright.schema.display_conditions import VARIABLE as CONDITION_ON_VARIABLE
from boardwright.schema.display_conditions import read_conditions
from boardwright.schema.extension import EXTENSION, read_condition
from boardwright.schema.json_object import Pointer

ASKED = frozenset({"promql", "logql"})
"""The query languages of the queries in which undefined variables are reported."""
_EXCLUDING = re.compile(r"""![=~]\s*["'`][^"'`]*\Z""")


@frozen
class UndefinedUse:
    """A use of a variable that the board does not define.

    Attributes:
        name: Name of the variable.
        how: The beginning of a message, before the name of the variable: "the query uses".
        at: The panel, query, variable or annotation that uses the variable.
        key: The key in `at` whose text contains the variable.
        span: Start and end of the variable in the expression; None if the variable is not in an
            expression.
        effect: `broken` if the query, data source or condition cannot work; `ignored` if only one
            setting or matcher has no effect; `none` if the variable is an alternative in a regular
            expression (`"$job|api"`), because the other alternatives still work.
    """

    name: str
    how: str
    at: View
    key: str | Pointer
    span: tuple[int, int] | None = None
    effect: str = "broken"


def find_undefined_uses(board: BoardView, known: frozenset[str]) -> Iterator[UndefinedUse]:
    """Yield each use of a variable that is not in `known`. Hidden queries are omitted."""
    for annotation in board.annotations:
        yield from _find_in_query(annotation, known)
    for panel in board.panels:
        for query in () if panel.is_repeat_clone else panel.queries:
            if not query.hidden:
                yield from _find_in_query(query, known)
    yield from _find_in_data_sources(board, known)
    for variable in board.variables:
        if variable.type == "query" and variable.language in ASKED:
            yield from _find_in_text(variable, variable.query_text, ("query",), known)
    for panel in board.panels:
        yield from _find_in_settings(panel, known)


def _find_in_settings(panel: PanelView, known: frozenset[str]) -> Iterator[UndefinedUse]:
    if panel.repeat and panel.repeat not in known:
        how = "the panel is repeated for each value of"
        yield UndefinedUse(name=panel.repeat, how=how, at=panel, key="repeat", effect="ignored")
    group = read_conditions(read_condition(panel.raw))
    names = (each.variable for each in group.conditions if each.kind == CONDITION_ON_VARIABLE)
    for name in dict.fromkeys(filter(None, names)):
        if name not in known:
            yield UndefinedUse(
                name=name,
                how="the condition for showing the panel, row or tab uses",
                at=panel,
                key=EXTENSION,
            )


def _find_in_query(
    query: QueryView | AnnotationView, known: frozenset[str]
) -> Iterator[UndefinedUse]:
    if query.language in ASKED:
        yield from _find_in_text(query, query.expr, query.expr_key, known)


def _find_in_text(
    view: PromqlView, text: str, key: Pointer, known: frozenset[str]
) -> Iterator[UndefinedUse]:
    reported = set()
    for match in VARIABLE.finditer(text):
        name = read_variable_name(match)
        if name in known or name in reported or name.startswith("__"):
            continue
        if not text[: match.start()].endswith("\\"):  # `\\$SYS` in a regex is a literal dollar sign
            reported.add(name)
            # The expression of a variable is only a part of the variable's query, so positions in
            # the query do not fit.
            span = None if isinstance(view, VariableView) else match.span()
            effect = _determine_effect(text, match)
            yield UndefinedUse(
                name=name, how="the query uses", at=view, key=key, span=span, effect=effect
            )


def _determine_effect(text: str, match: re.Match[str]) -> str:
    before, after = text[: match.start()], text[match.end() :]
    if before.endswith("|") or after.startswith("|"):
        return "none"
    return "ignored" if _EXCLUDING.search(before) else "broken"


def _find_in_data_sources(board: BoardView, known: frozenset[str]) -> Iterator[UndefinedUse]:
    queries: list[tuple[QueryView | AnnotationView, View]] = [(a, a) for a in board.annotations]
    for panel in board.panels:
        # Grafana ignores the data source of a row.
        if not panel.is_repeat_clone and not panel.is_row:
            queries += [(query, panel) for query in panel.queries if not query.hidden]
    reported: list[tuple[str, View]] = []
    for query, owner in queries:
        name = query.datasource.variable
        if name is None or name in known or name.startswith("__") or query.language == "expression":
            continue  # Grafana ignores the uid of a data source of type `__expr__`.
        at = owner if query.datasource.given_by == "panel" else query
        if (name, at) not in reported:
            reported.append((name, at))
            yield UndefinedUse(name=name, how="the data source is", at=at, key="datasource")
