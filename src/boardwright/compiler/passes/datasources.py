"""Write the data source of every panel, query, variable and annotation as an object.

Grafana uses the data source of a panel for all queries of the panel, unless the panel has the data
source `-- Mixed --`. The pass therefore reports a query that names another data source than its
panel.

A panel without a data source gets the data source that its queries name. If the queries name
several data sources, the panel gets `-- Mixed --`. If the queries name no data source, the panel
gets the project's default data source.

A query may refer to a data source of the project by its name or by its uid. This pass replaces the
name or uid by the uid that the data source has in the selected environment.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.compiler.missing_datasource import format_toml_lines
from boardwright.compiler.places import add_remark
from boardwright.compiler.references import Resolver
from boardwright.notation.similar_names import ask_for_name, find_similar_name
from boardwright.schema.board_traversal import (
    iter_annotations,
    iter_targets,
    iter_variables,
    map_annotations,
    map_panels,
    map_targets,
    map_variables,
)
from boardwright.schema.datasource_references import (
    EXPRESSION,
    MIXED,
    read_reference,
)
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.panel_types import has_only_empty_queries

VARIABLES_WITH_SOURCE = frozenset({"query", "adhoc", "groupby"})


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with all data source references as objects with `type` and `uid`."""
    resolver = Resolver.from_board(board, context)
    board = map_panels(board, lambda panel: _resolve_panel_sources(panel, resolver))
    board = map_variables(board, lambda variable: _resolve_variable_source(variable, resolver))
    board = map_annotations(
        board, lambda annotation: _resolve_annotation_source(annotation, resolver)
    )
    others = [*iter_variables(board), *iter_annotations(board)]
    return _report_unknown_sources(
        board, [owner["datasource"] for owner in others if "datasource" in owner], resolver
    )


def _resolve_panel_sources(panel: PanelJson, resolver: Resolver) -> PanelJson:
    if "libraryPanel" in panel and not panel.get("type"):
        return drop_keys(panel, "datasource")
    if has_only_empty_queries(panel):
        return _resolve_optional_source(panel, resolver)
    panel_source = resolver.resolve(panel.get("datasource"), _guess_type(*iter_targets(panel)))
    if _has_source(panel) and panel_source.get("uid") != MIXED["uid"]:
        panel = _apply_panel_source(panel, panel_source, resolver)
    panel = map_targets(
        panel, lambda target: _resolve_target_source(target, panel_source, resolver)
    )
    panel = {**panel, "datasource": _choose_panel_source(panel, panel_source)}
    targets = [target["datasource"] for target in iter_targets(panel)]
    return _report_unknown_sources(panel, [panel["datasource"], *targets], resolver)


def _guess_type(*targets: Json) -> str | None:
    """Return `prometheus` if a query has `expr`, or else None."""
    return "prometheus" if any(target.get("expr") for target in targets) else None


def _resolve_optional_source(panel: PanelJson, resolver: Resolver) -> PanelJson:
    if not _has_source(panel):
        return drop_keys(panel, "datasource")
    return {**panel, "datasource": resolver.resolve(panel.get("datasource"))}


def _has_source(owner: Json) -> bool:
    return read_reference(owner.get("datasource")).is_written


def _apply_panel_source(panel: PanelJson, panel_source: Json, resolver: Resolver) -> PanelJson:
    """Remove the data source of each query that names another data source than its panel.

    Grafana ignores the removed data sources, and a remark names each of them. Server-side
    expressions keep their data source.
    """

    def replace_source(target: Json) -> Json:
        if not _has_source(target):
            return target
        source = resolver.resolve(target["datasource"], _guess_type(target))
        is_expression = source.get("type") == EXPRESSION["type"]
        is_panel_source = source.get("uid") == panel_source.get("uid")
        return target if is_expression or is_panel_source else drop_keys(target, "datasource")

    changed = map_targets(panel, replace_source)
    if changed is panel:
        return panel
    for target, new_target in zip(iter_targets(panel), iter_targets(changed), strict=True):
        if new_target is not target:
            source = resolver.resolve(target.get("datasource"))
            what = f'a query sets the data source "{source.get("uid") or source.get("type")}"'
            changed = add_remark(changed, f"{what}, but Grafana uses the data source of the panel")
    return changed


def _resolve_target_source(target: Json, panel_source: Json, resolver: Resolver) -> Json:
    reference = target.get("datasource")
    if not _has_source(target):
        inherited = resolver.default if panel_source.get("uid") == MIXED["uid"] else panel_source
        return {**target, "datasource": inherited}
    resolved = resolver.resolve(reference, _guess_type(target))
    return target if resolved == reference else {**target, "datasource": resolved}


def _choose_panel_source(panel: PanelJson, panel_source: Json) -> Json:
    sources: list[Json] = []
    for target in iter_targets(panel):
        reference = target["datasource"]
        if reference.get("type") != EXPRESSION["type"] and reference not in sources:
            sources.append(reference)
    if panel_source.get("uid") == MIXED["uid"] or len(sources) > 1:
        return panel_source if panel_source.get("uid") == MIXED["uid"] else dict(MIXED)
    return sources[0] if sources else panel_source


def _report_unknown_sources(owner: Board, references: list[Json], resolver: Resolver) -> Board:
    for reference in references:
        if not resolver.is_known(reference):
            name = str(reference.get("uid") or reference.get("type"))
            near = find_similar_name(name, resolver.context.datasources)
            text = f'the project has no data source "{name}"'
            text += f". {ask_for_name(near)}" if near else ""
            owner = add_remark(owner, text, hint=format_toml_lines(name, reference.get("type")))
    return owner


def _resolve_variable_source(variable: Json, resolver: Resolver) -> Json:
    reference = variable.get("datasource")
    if variable.get("type") not in VARIABLES_WITH_SOURCE and not reference:
        return drop_keys(variable, "datasource")
    return {**variable, "datasource": resolver.resolve(reference)}


def _resolve_annotation_source(annotation: Json, resolver: Resolver) -> Json:
    reference = annotation.get("datasource")
    if annotation.get("builtIn") or reference in ("-- Grafana --", "grafana"):
        return {**annotation, "datasource": {"type": "grafana", "uid": "-- Grafana --"}}
    return {**annotation, "datasource": resolver.resolve(reference)}
