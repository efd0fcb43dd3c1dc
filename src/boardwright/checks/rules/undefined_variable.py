r"""A query, data source, repeat or show/hide condition uses a variable that the board lacks.

## Reported cases
`$x`, `${x}` and `[[x]]` in Prometheus and Loki queries, in annotations, in queries of variables, in
data source references, in `repeat`, and in the conditions that show or hide panels, rows and tabs
(schema v2). Not reported are Grafana's own variables (`$__interval`, `$__user`, ...), capture
groups of regular expressions such as `$1`, escaped dollar signs (`\\$x`), the inputs of an export
(`__inputs`), and the variables that Canonical's charms add to each board (`prometheusds`, `lokids`,
`juju_model`, ...). An undefined data source variable is reported once for each board.

If most queries of a board use the same undefined variable, another program may replace the text
before Grafana reads the board. In this case the variable is reported once, with severity `warning`,
unless the board has a variable with a similar name.

## Why
Grafana sends the text unchanged: `{job="$job"}` matches no series, and `[$window]` is a syntax
error. A data source `${ds}` is not found. A condition that uses an undefined variable to show or
hide a panel is never true.

## Bad
```json
{
  "title": "Requests",
  "panels": [{"type": "timeseries", "targets": [{"refId": "A", "expr": "up{job=\"$job\"}"}]}]
}
```

## Good
```json
{
  "title": "Requests",
  "templating": {"list": [{"name": "job", "type": "query", "query": "label_values(up, job)"}]},
  "panels": [{"type": "timeseries", "targets": [{"refId": "A", "expr": "up{job=\"$job\"}"}]}]
}
```

## Source
[Variable syntax](https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/)
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from boardwright.checks import (
    AnnotationView,
    BoardView,
    Finding,
    PanelView,
    QueryView,
    VariableView,
    rule,
)
from boardwright.checks.views.view import View
from boardwright.notation.plurals import quantity
from boardwright.notation.variables import VARIABLE, variable_of
from boardwright.schema.conditions import VARIABLE as CONDITION_ON_VARIABLE
from boardwright.schema.conditions import read_conditions
from boardwright.schema.extension import EXTENSION, condition_of
from boardwright.schema.json_object import Pointer

_ASKED = frozenset({"promql", "logql"})
_ADDED_BY_CHARMS = frozenset(
    {"juju_application", "juju_model", "juju_model_uuid", "juju_unit", "lokids", "prometheusds"}
)
"""Variables that Canonical's library `grafana_k8s.v0.grafana_dashboard` adds to each board of a
charm, see https://charmhub.io/grafana-k8s/libraries/grafana_dashboard.
"""
_MANY = 5
Asking = QueryView | AnnotationView | VariableView
Undefined = tuple[str, Finding]


@rule(id="undefined-variable", group="queries", severity="error", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    known = frozenset(variable.name for variable in board.variables) | _ADDED_BY_CHARMS
    known |= {each.text("name") for each in board.inputs}
    undefined = list(_find_undefined(board, known))
    replaced = _replaced_names(board, known) if undefined else frozenset()
    reported = set()
    for name, finding in undefined:
        if name not in replaced:
            yield finding
        elif name not in reported:
            reported.add(name)
            fix = f"Add the variable to the board, unless another program replaces ${name}."
            yield replace(finding, severity="warning", fix=fix)


def _replaced_names(board: BoardView, known: frozenset[str]) -> frozenset[str]:
    """Return the undefined variables that most queries of a board use. A board with these variables
    cannot work unless another program replaces them.
    """
    queries = [query for panel in board.panels if not panel.is_row for query in panel.queries]
    counts = Counter(name for query in queries for name in set(_names_in(query)) - known)
    return frozenset(
        name
        for name, count in counts.items()
        if count >= _MANY and 2 * count > len(queries) and not _similar(name, known)
    )


def _names_in(query: QueryView) -> Iterator[str]:
    """Yield the variables in the text and the data source of a query."""
    if query.datasource.variable is not None:
        yield query.datasource.variable
    if query.language in _ASKED:
        yield from map(variable_of, VARIABLE.finditer(query.expr))


def _similar(name: str, known: frozenset[str]) -> list[str]:
    return difflib.get_close_matches(name, known - _ADDED_BY_CHARMS, n=1, cutoff=0.6)


def _find_undefined(board: BoardView, known: frozenset[str]) -> Iterator[Undefined]:
    """Yield the name of each undefined variable with a finding, once for each use."""
    for annotation in board.annotations:
        yield from _in_text_of(annotation, known)
    for panel in board.panels:
        for query in () if panel.is_repeat_clone else panel.queries:
            yield from _in_text_of(query, known)
    yield from _data_sources(board, known)
    for variable in board.variables:
        if variable.type == "query" and variable.language in _ASKED:
            yield from _in_text(variable, variable.query_text, ("query",), known)
    for panel in board.panels:
        if panel.repeat and panel.repeat not in known:
            yield _finding(panel.repeat, known, "the panel is repeated for", at=panel, key="repeat")
        for name in _condition_variables(panel):
            if name not in known:
                yield _finding(name, known, "the condition depends on", at=panel, key=EXTENSION)


def _condition_variables(panel: PanelView) -> Iterator[str]:
    """Yield each variable name in the conditions of a panel, row or tab, without repetition."""
    group = read_conditions(condition_of(panel.raw))
    names = (each.variable for each in group.conditions if each.kind == CONDITION_ON_VARIABLE)
    yield from dict.fromkeys(filter(None, names))


def _in_text(view: Asking, text: str, key: Pointer, known: frozenset[str]) -> Iterator[Undefined]:
    reported = set()
    for found in VARIABLE.finditer(text):
        name = variable_of(found)
        if name in known or name in reported or name.startswith("__"):
            continue
        if not text[: found.start()].endswith("\\"):  # `\\$SYS` in a regex is a literal dollar sign
            reported.add(name)
            # The expression of a variable is only a part of the variable's query, so positions in
            # the query do not fit.
            span = None if isinstance(view, VariableView) else found.span()
            yield _finding(name, known, "the query uses", at=view, key=key, span=span)


def _in_text_of(query: QueryView | AnnotationView, known: frozenset[str]) -> Iterator[Undefined]:
    if query.language in _ASKED:
        yield from _in_text(query, query.expr, query.expr_key, known)


def _data_sources(board: BoardView, known: frozenset[str]) -> Iterator[Undefined]:
    """Yield a finding for each undefined variable that is used as a data source."""
    queries: list[tuple[QueryView | AnnotationView, View]] = [(a, a) for a in board.annotations]
    for panel in board.panels:
        # Grafana ignores the data source of a row.
        if not panel.is_repeat_clone and not panel.is_row:
            queries += [(query, panel) for query in panel.queries]
    places: dict[str, list[View]] = {}
    for query, owner in queries:
        name = query.datasource.variable
        if query.language == "expression":
            continue  # The data source has the type `__expr__`, so Grafana ignores the uid.
        if name is not None and name not in known and not name.startswith("__"):
            at = owner if query.datasource.given_by == "panel" else query
            found = places.setdefault(name, [])
            if at not in found:
                found.append(at)
    for name, (first, *others) in places.items():
        count = quantity(len(others), "other panel or query", "other panels and queries")
        how = f"the data source (also of {count}) is" if others else "the data source is"
        yield _finding(name, known, how, at=first, key="datasource")


def _finding(
    name: str,
    known: frozenset[str],
    how: str,
    *,
    at: View,
    key: str | Pointer,
    span: tuple[int, int] | None = None,
) -> Undefined:
    near = _similar(name, known)
    fix = f"Did you mean ${near[0]}?" if near else "Add the variable to the board."
    what = f"{how} ${name}, but the board has no variable of this name"
    return name, Finding(what=what, fix=fix, at=at, key=key, span=span)
