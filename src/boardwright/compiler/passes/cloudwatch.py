"""Pass `cloudwatch`: CloudWatch queries ask for one statistic each.

Grafana 8 and older, and grafanalib, write a list of `statistics`; today a query of two statistics
is two queries.
"""

from __future__ import annotations

from boardwright.compiler.context import Context
from boardwright.compiler.edit import Json, without
from boardwright.schema.document import Board
from boardwright.schema.walking import iter_targets, map_panels


def run(board: Board, context: Context) -> Board:
    """Return the board with its CloudWatch queries as Grafana 9 and later write them."""
    return map_panels(board, _changed)


def _changed(panel: Board) -> Board:
    if not any(isinstance(target.get("statistics"), list) for target in iter_targets(panel)):
        return panel
    return {**panel, "targets": [one for target in panel["targets"] for one in _single(target)]}


def _single(target: Json) -> list[Json]:
    statistics = target.get("statistics")
    if not isinstance(statistics, list):
        return [target]
    base = without(target, "statistics")
    first, *others = [str(statistic) for statistic in statistics] or ["Average"]
    if target.get("statistic") and not others:
        return [base]
    copies = [{**without(base, "refId"), "statistic": other} for other in others]
    return [{**base, "statistic": first}, *copies]
