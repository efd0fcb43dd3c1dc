"""Split CloudWatch queries into one query per statistic, and add the editor's settings.

A query of Grafana 8 and older, or of grafanalib, can have several `statistics`. The pass replaces
such a query by one query for each statistic. The additional queries come after the panel's other
queries. An annotation with several statistics becomes several annotations. The pass adds
`metricQueryType` and `metricEditorMode` to metric queries, because Grafana shows "No data" without
these settings.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.schema.board_traversal import iter_annotations, iter_targets, map_panels
from boardwright.schema.document import Board, Json, PanelJson

METRIC_KEYS = frozenset({"dimensions", "metricName", "namespace", "region"})
"""Keys that together identify a query of a CloudWatch metric."""

BUILDER, CODE = 0, 1
"""Values of `metricEditorMode`."""

SQL = 1
"""Value of `metricQueryType` for a query in SQL."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with CloudWatch queries as Grafana 9 and later write them."""
    board = map_panels(board, _upgrade_panel)
    annotations = list(iter_annotations(board))
    split = [_split_statistics(annotation) for annotation in annotations]
    if all(
        len(parts) == 1 and parts[0] is each for parts, each in zip(split, annotations, strict=True)
    ):
        return board
    first = [_name_after_statistic(parts[0], parts) for parts in split]
    others = [_name_after_statistic(part, parts) for parts in split for part in parts[1:]]
    return {**board, "annotations": {**board["annotations"], "list": [*first, *others]}}


def _upgrade_panel(panel: PanelJson) -> PanelJson:
    targets = list(iter_targets(panel))
    split = [_split_statistics(target) for target in targets]
    first = [_with_editor(parts[0]) for parts in split]
    if all(new is old for new, old in zip(first, targets, strict=True)):
        return panel
    others = [drop_keys(_with_editor(part), "refId") for parts in split for part in parts[1:]]
    return {**panel, "targets": [*first, *others]}


def _split_statistics(query: Json) -> list[Json]:
    """Return one query for each statistic."""
    if not _is_metric(query) or "statistics" not in query:
        return [query]
    statistics, base = query["statistics"], drop_keys(query, "statistics")
    items = statistics if isinstance(statistics, list) else [statistics] if statistics else []
    names = list(dict.fromkeys(str(statistic) for statistic in items))
    if not names:
        return [base]
    return [{**base, "statistic": statistic} for statistic in names]


def _is_metric(query: Json) -> bool:
    return query.keys() >= METRIC_KEYS or isinstance(query.get("statistics"), list)


def _with_editor(target: Json) -> Json:
    if not target.keys() >= METRIC_KEYS:
        return target
    is_sql = target.get("metricQueryType") == SQL
    mode = CODE if is_sql or target.get("expression") else BUILDER
    editor = {"metricQueryType": 0, "metricEditorMode": mode}
    return target if target.keys() >= editor.keys() else {**editor, **target}


def _name_after_statistic(annotation: Json, parts: list[Json]) -> Json:
    if len(parts) == 1:
        return annotation
    return {**annotation, "name": f"{annotation.get('name')} - {annotation['statistic']}"}
