"""Convert classic `rows` (schema version 15 and older, and grafanalib's `Row`) to panels.

If one of the rows shows a title, is collapsed or repeats, then every row becomes a row panel, as in
Grafana's own migration. If no row shows a title, is collapsed or repeats, the panels of each row
only start on a new line. The panels of a row are as high as the row; the default height is 250
pixels. In grafanalib's `Row`, panels without a width share the remaining width. As in Grafana, the
position of a panel in a classic row has no effect. In a board that is declared in Python, a
`gridPos` with only `w` or `h` sets the size of the panel.
"""

from __future__ import annotations

from math import ceil

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, drop_none, parse_number
from boardwright.compiler.places import is_argument_passed
from boardwright.schema.document import ORIGIN, Board, Origin, PanelJson
from boardwright.schema.grid import COLUMNS, SPAN, SPANS, count_columns

ROW_HEIGHT = "250px"
"""Default height of a classic row."""

LINE_BREAK = "$line"
"""The key of a panel that starts a new line, until the pass `layout` removes the key."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with the panels of its classic rows after the other panels."""
    rows = board.get("rows") or []
    if context.document and context.document.form == "json":
        rows = [ignore_positions(row) for row in rows]
    needs_headers = any(
        row.get("collapse") or row.get("showTitle") or row.get("repeat") for row in rows
    )
    panels = [_build_header(panel) if _is_classic(panel) else panel for panel in board["panels"]]
    for row in rows:
        panels += [_build_header(row)] if needs_headers else _build_line(row)
    return {**drop_keys(board, "rows"), "panels": panels}


def _is_classic(panel: PanelJson) -> bool:
    return "type" not in panel and "panels" in panel


def _build_header(row: PanelJson) -> PanelJson:
    """Return a row panel that contains the panels of a classic row."""
    header = {
        "type": "row",
        "title": row.get("title") or "",
        "collapsed": bool(row.get("collapse")),
        "panels": _set_panel_sizes(row),
    }
    return {**header, **drop_none(repeat=row.get("repeat") or None), **_copy_origin(row)}


def _build_line(row: PanelJson) -> list[PanelJson]:
    panels = _set_panel_sizes(row)
    return [{**panels[0], LINE_BREAK: True}, *panels[1:]] if panels else []


def _set_panel_sizes(row: PanelJson) -> list[PanelJson]:
    height = row.get("height") or ROW_HEIGHT
    panels = row.get("panels") or []
    return _share_width(
        [_with_size(panel, height) for panel in panels], _find_panels_without_width(row)
    )


def _with_size(panel: PanelJson, height: object) -> PanelJson:
    """Return a panel of a classic row with a span and a height instead of a position.

    If `gridPos` contains only a width or a height, return the panel unchanged.
    """
    if _is_size(panel.get("gridPos") or {}):
        return panel
    panel = drop_keys(panel, "gridPos")
    span, height = parse_number(panel.get("span")) or SPAN, panel.get("height") or height
    least = parse_number(panel.get("minSpan"))
    columns = {"minSpan": count_columns(least)} if least and least > 0 else {}
    return {**panel, "span": span, "height": height, **columns}


def _is_size(position: PanelJson) -> bool:
    """Return whether a `gridPos` contains a width or a height, but no position."""
    values = drop_none(**position)
    sides = [parse_number(values[side]) for side in values if side in ("w", "h")]
    return bool(sides) and len(sides) == len(values) and all(side != 0 for side in sides)


def ignore_positions(row: PanelJson) -> PanelJson:
    """Return a classic row without the positions of its panels, because Grafana ignores them."""
    return {**row, "panels": [drop_keys(panel, "gridPos") for panel in row.get("panels") or []]}


def _share_width(panels: list[PanelJson], flexible: list[int]) -> list[PanelJson]:
    """Divide the width that is left in a row between the panels at the indexes in `flexible`."""
    # grafanalib's `Row` rounds spans up: the spans of five panels add up to 15 instead of 12
    spans = [
        parse_number(panel.get("span"))
        for index, panel in enumerate(panels)
        if index not in flexible
    ]
    taken_columns = sum(count_columns(span or SPAN) for span in spans)
    if not flexible or taken_columns + len(flexible) > COLUMNS:
        return panels
    width, rest = divmod(COLUMNS - taken_columns, len(flexible))
    resized = list(panels)
    for position, index in enumerate(flexible):
        resized[index] = {**panels[index], "gridPos": {"w": width + (position < rest)}}
    return resized


def _find_panels_without_width(row: PanelJson) -> list[int]:
    """Return the indexes of the panels in a grafanalib `Row` whose width the author did not set."""
    panels = list(enumerate(row.get("panels") or []))
    if not _is_from_grafanalib(row):
        return [index for index, panel in panels if not is_argument_passed(panel, "span")]
    # For a panel that is not a grafanalib object, the passed arguments are unknown. Its author set
    # the width if its span differs from the span that `Row` computes.
    given_spans = [parse_number(panel.get("span")) for _, panel in panels if _has_width(panel)]
    free = [(index, panel) for index, panel in panels if not _has_width(panel)]
    computed = ceil((SPANS - sum(span or 0 for span in given_spans)) / (len(free) or 1))
    unknown = [panel.get("span") for _, panel in free if is_argument_passed(panel, "span")]
    is_computed = all(span in (None, computed) for span in unknown)
    return [index for index, panel in free if is_computed or not is_argument_passed(panel, "span")]


def _is_from_grafanalib(owner: Board) -> bool:
    origin = owner.get(ORIGIN)
    return isinstance(origin, Origin) and origin.explicit_arguments is not None


def _has_width(panel: PanelJson) -> bool:
    is_known = _is_from_grafanalib(panel)
    return bool(panel.get("gridPos")) or (is_known and is_argument_passed(panel, "span"))


def _copy_origin(row: PanelJson) -> PanelJson:
    return {ORIGIN: row[ORIGIN]} if ORIGIN in row else {}
