"""Write PromQL and LogQL queries as Grafana's query editor writes them.

PromQL queries get the settings `editorMode: code` and `range`, and LogQL queries get the setting
`queryType`. A PromQL query without a legend gets the legend `__auto`, except in a board that is
declared as a JSON file. The pass removes `format` if its value is neither `table` nor `heatmap`. A
`step` that the author passed becomes the minimum interval. In a board that was stored in v2,
`range` does not change. Queries of other data sources do not change.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, get_value
from boardwright.compiler.places import build_board_error
from boardwright.schema.board_traversal import map_panels, map_targets
from boardwright.schema.datasource_references import LOKI, PROMQL_FAMILY
from boardwright.schema.document import ORIGIN, Board, Json, Origin
from boardwright.schema.extension import is_stored_in_v2

COPIES = {"query": "expr", "alias": "legendFormat"}
"""Maps a key that grafanalib adds for other data sources to the PromQL key with the same value."""

UNREAD = ("metric", "step", "target")
AUTO_LEGEND = "__auto"
"""The legend that Grafana's editor sets for a new query: the labels in which the series differ."""

FORMATS = ("table", "heatmap")
"""Values of `format` that the pass keeps."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with PromQL and LogQL queries as Grafana's query editor writes them."""
    form = context.document.form if context.document else "dict"
    is_stored = is_stored_in_v2(board)

    def upgrade_target(target: Json) -> Json:
        plugin = get_value(target, "datasource", "type")
        if isinstance(target.get("expr"), bool):
            raise build_board_error(
                f"the expression of a query is {target['expr']}, which is not PromQL",
                board,
                context,
                hint=_COMPARISON_HINT,
            )
        if "expr" not in target or not isinstance(plugin, str):
            return target
        if plugin == LOKI:
            return _upgrade_logql(target)
        if plugin not in PROMQL_FAMILY:
            return target
        new = _upgrade_promql(target, auto=form != "json")
        return {**new, "range": target["range"]} if is_stored and "range" in target else new

    return map_panels(board, lambda panel: map_targets(panel, upgrade_target))


_COMPARISON_HINT = (
    "Python evaluated == or != and returned a bool. For a comparison in PromQL, write a.eq(b) "
    "or a.ne(b)."
)


def _upgrade_promql(target: Json, *, auto: bool) -> Json:
    instant = bool(target.get("instant"))
    is_range = target.get("range", not instant) or not instant
    new = _with_interval(target)
    unneeded = _list_unread_keys(new)
    unneeded += [] if new.get("format") in FORMATS else ["format"]
    unneeded += [] if instant else ["instant"]
    unneeded += [] if new.get("exemplar") else ["exemplar"]
    unneeded += [] if new.get("intervalFactor", 1) != 1 else ["intervalFactor"]
    unneeded += [] if new.get("interval") else ["interval"]
    new = {"editorMode": "code", **drop_keys(new, *unneeded), "range": bool(is_range)}
    if auto and new.get("legendFormat") is None:
        new["legendFormat"] = AUTO_LEGEND
    return new


def _upgrade_logql(target: Json) -> Json:
    kind = "instant" if target.get("instant") else "range"
    new = drop_keys(
        target, *_list_unread_keys(target), "format", "instant", "intervalFactor", "interval"
    )
    return {**new, "queryType": target.get("queryType") or kind}


def _with_interval(target: Json) -> Json:
    """Convert a `step` that the author passed to the minimum interval, in seconds."""
    origin = target.get(ORIGIN)
    is_passed = (
        isinstance(origin, Origin)
        and origin.explicit_arguments is not None
        and "step" in origin.explicit_arguments
    )
    if not is_passed or target.get("interval") or not target.get("step"):
        return target
    return {**target, "interval": f"{target['step']}s"}


def _list_unread_keys(target: Json) -> list[str]:
    """Return the keys of a query that repeat other keys or that Grafana ignores."""
    copies = [
        copy
        for copy, source in COPIES.items()
        if copy in target and target[copy] in (target.get(source), "", None)
    ]
    return [*UNREAD, *copies]
