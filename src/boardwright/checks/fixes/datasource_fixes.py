"""Replaces old data source references in a board by objects with `type` and `uid`. An old reference
is a name or an object without a type. A missing reference is old, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks.fixes.value_change import ValueChange
from boardwright.checks.literal_datasources import DataSourceView, iter_datasource_views
from boardwright.checks.settings import DataSourceFact, Settings
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.panel_view import PanelView
from boardwright.checks.views.query_view import QueryView
from boardwright.schema.datasource_references import PROMETHEUS, read_reference


def replace_old_references(board: BoardView) -> Iterator[ValueChange]:
    """For each old reference that matches exactly one data source of the project, yield the change
    to an object with `type` and `uid`.
    """
    references = list(iter_old_references(board))
    if all(view.datasource_reference is None for view, _ in references):
        return  # A board without any reference is meant for the default data source.
    for view, source in references:
        yield ValueChange((*view.pointer, "datasource"), {"type": source.type, "uid": source.uid})


def iter_old_references(board: BoardView) -> Iterator[tuple[DataSourceView, DataSourceFact]]:
    """Yield each panel, query, variable and annotation that has an old data source reference. Also
    yield the project's data source to which the reference refers.
    """
    if board.form != "classic":
        return
    for view in iter_datasource_views(board):
        named = view.datasource_reference
        source = None
        if isinstance(named, str):
            source = _find_only_source(board.settings, named)
        elif isinstance(named, dict) and (reference := read_reference(named)).type is None:
            source = _find_only_source(board.settings, reference.uid or "")
        elif named is None and isinstance(view, PanelView):
            source = _find_default_source(board.settings, view)
        if source is not None:
            yield view, source


def _find_only_source(settings: Settings, name: str) -> DataSourceFact | None:
    """Return the only data source with this name or uid. If none or several match, return None."""
    sources = {s.uid: s for s in settings.datasources if name in (s.uid, s.name)}
    return _require_complete(*sources.values()) if len(sources) == 1 and name else None


def _find_default_source(settings: Settings, panel: PanelView) -> DataSourceFact | None:
    """Return the project's default data source. Return None if it is not a Prometheus, or if the
    panel has no queries, or if a query has a data source of its own or no `expr`.
    """
    sources = [source for source in settings.datasources if source.default]
    fits = bool(panel.queries) and all(_is_promql(query) for query in panel.queries)
    if len(sources) != 1 or sources[0].type not in PROMETHEUS or panel.is_library or not fits:
        return None
    return _require_complete(sources[0])


def _is_promql(query: QueryView) -> bool:
    return query.datasource_reference is None and bool(query.expr)


def _require_complete(source: DataSourceFact) -> DataSourceFact | None:
    return source if source.type and source.uid else None
