"""Mark the times at which an alert fired, on each panel that shows the value of the alert.

A panel shows the value of an alert if one of its queries is the whole PromQL of the alert, or the
expression that the alert compares with a number. For each panel that shows the value of an alert,
the pass adds an annotation query to the board. The annotation query selects the series `ALERTS`, in
which Prometheus stores the state of its alerts. Panels that cannot draw annotations, such as stats,
get no annotation query. If only Grafana evaluates the alerts, the pass adds no annotation queries,
because `ALERTS` contains only alerts of Prometheus.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from boardwright.compiler.alert_panels import AlertIndex, find_panel_alerts, index_alerts
from boardwright.compiler.context import CompilerContext
from boardwright.compiler.passes.alert_thresholds import COLORS
from boardwright.schema.board_traversal import iter_panels
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.panel_types import DRAWS_ANNOTATIONS


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with an annotation query for each panel that shows the value of an alert."""
    if context.document is None or "prometheus" not in context.alerts_in:
        return board
    index = index_alerts(context.document.alert_rules)
    queries = [
        query for panel in iter_panels(board) if (query := _build_annotation_query(panel, index))
    ]
    if not queries:
        return board
    annotations = board.get("annotations") or {}
    return {**board, "annotations": {**annotations, "list": [*annotations["list"], *queries]}}


def _build_annotation_query(panel: PanelJson, index: AlertIndex) -> Json | None:
    is_drawn = bool(index) and panel.get("type") in DRAWS_ANNOTATIONS
    alerts = [alert for alert, _ in find_panel_alerts(panel, index)] if is_drawn else []
    if not alerts:
        return None
    names = sorted({alert.name for alert in alerts})
    colors = {COLORS.get(alert.severity, "red") for alert in alerts}
    return {
        "datasource": panel["targets"][0].get("datasource") or panel.get("datasource"),
        "enable": True,
        "expr": f'ALERTS{{alertname{_format_name_condition(names)},alertstate="firing"}}',
        "filter": {"exclude": False, "ids": [panel["id"]]},
        "hide": True,
        "iconColor": colors.pop() if len(colors) == 1 else "red",
        "name": f"Alerts of {panel.get('title') or panel['id']}",
        "titleFormat": "{{alertname}}",
    }


def _format_name_condition(names: Sequence[str]) -> str:
    from boardwright.promql.lexical import quote_text  # imported here: few boards have alerts

    if len(names) == 1:
        return f"={quote_text(names[0])}"
    return f"=~{quote_text('|'.join(map(_escape_name, names)))}"


def _escape_name(name: str) -> str:
    return re.sub(r"([\\.+*?()|\[\]{}^$])", r"\\\1", name)
