r"""A query, data source, repeat or show/hide condition uses a variable that the board lacks.

## Reported cases
This rule reports `$x`, `${x}` and `[[x]]` if the board has no variable `x`. The rule checks
Prometheus and Loki queries, annotations, queries of variables, data source references, `repeat`,
and the conditions that show or hide panels, rows and tabs (schema v2). Each variable is reported
once for each board.

The following uses are not reported:

- The rule ignores Grafana's own variables (`$__interval`, `$__user`, ...).
- The rule ignores capture groups of regular expressions, such as `$1`, and escaped dollar signs
  (`\\$x`).
- The rule ignores variables in hidden queries.
- The rule ignores inputs of an export (`__inputs`).
- The rule ignores variables that Canonical's charms add to each board (`prometheusds`, `lokids`,
  `juju_model`, ...).

The severity is `warning` if the variable is used only in `repeat`, because Grafana then ignores the
`repeat`. The severity is also `warning` if the variable is used only in a matcher with `!=` or
`!~`, because such a matcher then excludes nothing.

In two cases, only the profile `strict` reports the variable, with severity `info`:

- The variable is used only as an alternative of a regular expression (`job=~"$job|api"`), so the
  other alternatives still match.
- Another program may replace the variable in a JSON file before Grafana reads the board.

The rule assumes that another program replaces the variable if the board is outside a project, and
if most queries of the board use the variable. The rule assumes the same if the name of the variable
begins with `DS_` or has only capital letters. The variable is reported as usual if its name is
similar to the name of a defined variable.

## Why
Grafana does not replace an undefined variable. `{job="$job"}` then matches no series, `[$window]`
is a syntax error, and Grafana does not find the data source `${ds}`. A condition that uses an
undefined variable to show or hide a panel is never true.

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

from collections import Counter
from collections.abc import Iterator, Sequence

from boardwright.checks import BoardView, Finding, QueryView, rule
from boardwright.checks.undefined_uses import ASKED, UndefinedUse, find_undefined_uses
from boardwright.notation.plurals import format_quantity
from boardwright.notation.similar_names import ask_for_name, find_similar_name
from boardwright.notation.variable_syntax import VARIABLE, read_variable_name

_ADDED_BY_CHARMS = frozenset(
    {"juju_application", "juju_model", "juju_model_uuid", "juju_unit", "lokids", "prometheusds"}
)
"""Variables that Canonical's library `grafana_k8s.v0.grafana_dashboard` adds to each board of a
charm, see https://charmhub.io/grafana-k8s/libraries/grafana_dashboard.
"""
_EFFECTS = ("broken", "ignored", "none")
_MANY = 5


@rule(id="undefined-variable", group="queries", severity="error", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    known = frozenset(variable.name for variable in board.variables) | _ADDED_BY_CHARMS
    known |= board.input_names
    places: dict[str, list[UndefinedUse]] = {}
    for use in find_undefined_uses(board, known):
        places.setdefault(use.name, []).append(use)
    counts = _count_queries(board, known) if places else Counter()
    for name, uses in places.items():
        near = _find_similar_variable(name, known)
        replaced = not near and _may_be_replaced(board, name, counts)
        yield _build_finding(uses, near, replaced=replaced)


def _find_similar_variable(name: str, known: frozenset[str]) -> str | None:
    """Return the known variable whose name is most similar to `name`, or None."""
    possible = [each for each in known - _ADDED_BY_CHARMS if abs(len(each) - len(name)) <= 2]
    return find_similar_name(name, possible)


def _may_be_replaced(board: BoardView, name: str, counts: Counter[str]) -> bool:
    """Return whether another program may replace a variable before Grafana reads the board."""
    if board.settings.in_project or board.form == "declaration":
        return False
    return name.startswith("DS_") or name.isupper() or _is_used_by_most_queries(board, counts[name])


def _is_used_by_most_queries(board: BoardView, count: int) -> bool:
    """Return whether most queries of a board use a variable, so that the board cannot work without
    it.
    """
    total = sum(len(panel.queries) for panel in board.panels if not panel.is_row)
    return (count >= _MANY and 2 * count > total) or (count == total and count > 1)


def _count_queries(board: BoardView, known: frozenset[str]) -> Counter[str]:
    """Return the number of queries that use each undefined variable."""
    queries = [query for panel in board.panels if not panel.is_row for query in panel.queries]
    return Counter(name for query in queries for name in set(_iter_names(query)) - known)


def _iter_names(query: QueryView) -> Iterator[str]:
    """Yield the variables in the text and the data source of a query."""
    if query.datasource.variable is not None:
        yield query.datasource.variable
    if query.language in ASKED:
        yield from map(read_variable_name, VARIABLE.finditer(query.expr))


def _build_finding(uses: Sequence[UndefinedUse], near: str | None, *, replaced: bool) -> Finding:
    """Return the finding about a variable, placed at the use with the most serious effect."""
    worst = min(uses, key=lambda use: _EFFECTS.index(use.effect))
    also = (
        f" (also used in {format_quantity(len(uses) - 1, 'other place')})" if len(uses) > 1 else ""
    )
    fix = ask_for_name(f"${near}") if near else "Add the variable to the board."
    if replaced:
        fix = f"Add the variable to the board, unless another program replaces ${worst.name}."
    return Finding(
        what=f"{worst.how} ${worst.name}{also}, but the board has no variable of this name",
        fix=fix,
        at=worst.at,
        key=worst.key,
        span=worst.span,
        certain=not replaced and worst.effect != "none",
        severity="warning" if worst.effect == "ignored" and not replaced else None,
    )
