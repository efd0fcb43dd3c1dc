"""Collects the data sources to which a board refers by a uid or name instead of a variable."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.panel_view import PanelView
from boardwright.checks.views.query_view import AnnotationView, QueryView
from boardwright.checks.views.variable_view import VariableView
from boardwright.notation.variable_syntax import may_contain_variable
from boardwright.schema.datasource_references import read_reference

DataSourceView = PanelView | QueryView | VariableView | AnnotationView
"""The classes of the parts of a board that can refer to a data source."""

_BUILT_IN_NAMES = frozenset({"", "default", "Default", "grafana", "__expr__", "-100"})
_RANDOM_UID = re.compile(
    r"\d{9}"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|[a-z][a-z0-9]{13}|(?=[^\n]*[A-Z])(?=[^\n]*[a-z])[A-Za-z0-9_-]{9,14}"
)
_DIGIT = re.compile(r"\d")


def collect_fixed_datasources(board: BoardView) -> dict[str, list[DataSourceView]]:
    """Return the panels, queries, variables and annotations whose `datasource` is a fixed uid or
    name, grouped by this uid or name. Grafana's built-in data sources, such as `-- Mixed --`, are
    omitted.
    """
    uses: dict[str, list[DataSourceView]] = defaultdict(list)
    for view in iter_datasource_views(board):
        name = read_reference(view.datasource_reference).uid
        if name is not None and name not in _BUILT_IN_NAMES and not _is_not_literal(name):
            uses[name].append(view)
    return uses


def is_generated(name: str) -> bool:
    """Return whether a uid looks like a random uid that Grafana generated, such as
    `bdr9xo6sekow0f`.

    A uid such as `P8E80F9AEF21F6940` is not random: Grafana computes it from the name of a
    provisioned data source, so it is the same in each Grafana.
    """
    return bool(_RANDOM_UID.fullmatch(name)) and bool(_DIGIT.search(name))


def iter_datasource_views(board: BoardView) -> Iterator[DataSourceView]:
    """Yield the panels, queries, variables and annotations of a board, which can refer to a data
    source.
    """
    for panel in board.panels:
        if panel.is_row:
            continue  # Grafana ignores the data source of a row.
        if not panel.is_repeat_clone:
            yield panel
            yield from panel.queries
    yield from board.variables
    yield from board.annotations


def _is_not_literal(name: str) -> bool:
    return may_contain_variable(name) or name.startswith("-- ")
