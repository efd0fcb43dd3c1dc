"""Makes up data frames for the queries that a preview does not send, such as queries to Loki, SQL
databases and InfluxDB.

Made-up frames show only the appearance of a panel. A note on the page states that the data is made
up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from typing import Any

from boardwright.frozen import frozen
from boardwright.preview.board_plan import PlannedPanel, PlannedQuery
from boardwright.preview.data_frames import ResultForm, build_data_frame, build_frames
from boardwright.preview.query_answers import Answer, AnswerSeries
from boardwright.preview.sample_answers import SampleHint, choose_value_range, iter_wave
from boardwright.preview.sample_labels import SampleCatalogue
from boardwright.preview.time_ranges import TimeRange
from boardwright.schema.document import Json
from boardwright.schema.named_columns import find_named_columns
from boardwright.schema.plugin_query import PluginQuery

POINTS = 120
ROWS = 5
_TABLES = frozenset({"table", "barchart", "piechart", "geomap", "nodeGraph"})
_REDUCING = frozenset({"bargauge", "gauge", "stat"})
"""Panel types that can show both time series and table rows."""
_SELECT = re.compile(r"\bselect\b(?:\s+distinct\b)?(?P<columns>.*?)\bfrom\b", re.DOTALL | re.I)
_QUOTED = re.compile(r"""["'`](?P<name>[^"'`]+)["'`]\s*$""")
_COLUMN = re.compile(r"(?:[.\s]|^)(?P<name>\w+)\s*$")
_FUNCTION = re.compile(r"^\s*(?P<name>\w+)\s*\(")
_GROUP_BY = re.compile(r"\bgroup\s+by\b", re.I)
_PLAIN_COLUMN = re.compile(r"""\s*["'`]?(?P<name>[a-zA-Z_]\w*)["'`]?(?:\s|$)""")
_AGGREGATE = re.compile(r"\b(?:count|sum|avg|mean|min|max|last|round|quantile\w*)\s*\(", re.I)
_TIME_NAME = re.compile(r"time|timestamp|date|_time", re.I)
_NUMBER_NAME = re.compile(
    r"value|count|total|sum|avg|min|max|.*(?:_count|_bytes|_seconds|_ms)", re.I
)
_BY = re.compile(r"\bby\s*\((?P<labels>[^)]*)\)", re.I)
_ALIAS_TAG = re.compile(r"\$tag_(\w+)|\[\[tag_(\w+)\]\]")
_ALIAS_COLUMN = re.compile(r"\$col\b|\[\[col\]\]")
_LINES = (
    ("info", "GET /orders 200 12ms"),
    ("info", "POST /orders 201 34ms"),
    ("warn", "retrying payment, attempt 2 of 5"),
    ("info", "GET /health 200 1ms"),
    ("error", "payment failed: connection reset by peer"),
    ("debug", "cache miss for order 1042"),
)
_EMPTY_CATALOGUE = SampleCatalogue()


@frozen
class _Column:
    """A column of a made-up table. The field `kind` is the type of the column in a data frame."""

    name: str
    kind: str


def create_frame_maker(span: TimeRange) -> Callable[[PlannedPanel, PlannedQuery], list[Json]]:
    """Return a function that makes up the data frames of a query for a time range."""

    def make_up_frames(panel: PlannedPanel, query: PlannedQuery) -> list[Json]:
        kind = panel.panel.type
        if kind == "logs":
            return [_build_log_frame(query, span)]
        if _is_series_query(query) or kind not in _TABLES | _REDUCING:
            return _build_series_frames(panel, query, span)
        columns = _choose_table_columns(panel, query)
        has_time = any(column.kind == "time" for column in columns)
        if kind in _REDUCING and (has_time or not _has_rows(panel, query)):
            return _build_series_frames(panel, query, span)
        return [_build_table_frame(panel, query, columns, span)]

    return make_up_frames


def _is_series_query(query: PlannedQuery) -> bool:
    written = PluginQuery(query.target.raw).result_format
    return written == "time_series" or query.page.language == "expression"


def _has_rows(panel: PlannedPanel, query: PlannedQuery) -> bool:
    """Return whether a query returns a table instead of time series."""
    return bool(find_named_columns(panel.panel).numbers) or any(
        _iter_selected_columns(query.page.written)
    )


def _build_log_frame(query: PlannedQuery, span: TimeRange) -> Json:
    count = 2 * len(_LINES)
    step = span.length // (count + 1)
    lines = [_LINES[index % len(_LINES)] for index in range(count)]
    fields = [
        {"name": "Time", "type": "time", "config": {}},
        {"name": "Line", "type": "string", "config": {}},
        {"name": "labels", "type": "other", "config": {}},
    ]
    columns: list[list[Any]] = [
        [span.start + (index + 1) * step for index in range(count)],
        [f"level={level} {text}" for level, text in lines],
        [{"app": "shop", "level": level} for level, _ in lines],
    ]
    return build_data_frame(
        query.page.ref_id, {"preferredVisualisationType": "logs"}, fields, columns
    )


def _choose_table_columns(panel: PlannedPanel, query: PlannedQuery) -> list[_Column]:
    """Return the columns of a table: the columns that the query selects, and otherwise the columns
    to which the panel refers.
    """
    named = find_named_columns(panel.panel)
    selected = {each.name: each for each in _iter_selected_columns(query.page.written)}
    takes_named = not selected or bool(named.numbers)
    for name in dict.fromkeys((*named.names, *_find_group_labels(query))):
        if takes_named:
            is_number = name in named.numbers
            selected.setdefault(
                name, _Column(name=name, kind="number" if is_number else _guess_column_kind(name))
            )
    for name in named.numbers & selected.keys():
        selected[name] = _Column(name=name, kind="number")
    if not selected:
        return [_Column(name="Name", kind="string"), _Column(name="Value", kind="number")]
    if all(column.kind != "number" for column in selected.values()):
        selected["Value"] = _Column(name="Value", kind="number")
    return [*selected.values()]


def _iter_selected_columns(text: str) -> Iterator[_Column]:
    """Yield the columns of the first SELECT in an SQL query, except `*`. Yield no columns for a
    query in another language.
    """
    select = _SELECT.search(text)
    for part in _split_columns(select["columns"]) if select else ():
        written = part.strip()
        name = _QUOTED.search(written) or _COLUMN.search(written) or _FUNCTION.search(written)
        if name is not None:
            is_number = _AGGREGATE.search(part) is not None
            yield _Column(
                name=name["name"], kind="number" if is_number else _guess_column_kind(name["name"])
            )


def _split_columns(text: str) -> list[str]:
    """Split a text at commas that are outside of parentheses."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _guess_column_kind(name: str) -> str:
    if _TIME_NAME.fullmatch(name):
        return "time"
    return "number" if _NUMBER_NAME.fullmatch(name) else "string"


def _build_table_frame(
    panel: PlannedPanel, query: PlannedQuery, columns: Sequence[_Column], span: TimeRange
) -> Json:
    fields = [{"name": each.name, "type": each.kind, "config": {}} for each in columns]
    values = [_make_up_cells(each, panel, query, span) for each in columns]
    return build_data_frame(query.page.ref_id, {}, fields, values)


def _make_up_cells(
    column: _Column, panel: PlannedPanel, query: PlannedQuery, span: TimeRange
) -> list[Any]:
    step = span.length // ROWS
    if column.kind == "time":
        return [span.end - row * step for row in range(ROWS)]
    if column.kind == "number":
        low, high = choose_value_range(SampleHint.from_panel(panel.panel, ""))
        shares = iter_wave(f"{query.page.written} {column.name}", span.start, step, ROWS)
        return [round(low + (high - low) * share, 2) for share in shares]
    values = _EMPTY_CATALOGUE.list_values("", column.name)
    return [
        value if row < len(values) else f"{value}-{row // len(values) + 1}"
        for row, value in enumerate(islice(cycle(values), ROWS))
    ]


def _build_series_frames(panel: PlannedPanel, query: PlannedQuery, span: TimeRange) -> list[Json]:
    return [
        frame
        for legend in _list_legends(query)
        for frame in _build_named_series(panel, query, legend, span)
    ]


def _build_named_series(
    panel: PlannedPanel, query: PlannedQuery, legend: str, span: TimeRange
) -> list[Json]:
    """Return a data frame for each combination of label values, for the labels by which a query
    groups its result.
    """
    labels = _find_group_labels(query) if "{{" in legend or legend == query.page.ref_id else ()
    values = {name: _EMPTY_CATALOGUE.list_values("", name)[:3] for name in labels}
    count = max(map(len, values.values()), default=1)
    step = max(1, span.length // POINTS)
    low, high = choose_value_range(SampleHint.from_panel(panel.panel, legend))
    series = tuple(
        AnswerSeries(
            labels={name: texts[index % len(texts)] for name, texts in values.items()},
            values=tuple(
                float(f"{low + (high - low) * share:.4g}")
                for share in iter_wave(
                    f"{query.page.written} {legend} {index}", span.start, step, POINTS
                )
            ),
        )
        for index in range(count)
    )
    form = ResultForm(
        ref_id=query.page.ref_id, legend=legend, format="time_series", sent="", alone=True
    )
    return build_frames(Answer(start=span.start, step=step, series=series), form)


def _list_legends(query: PlannedQuery) -> list[str]:
    """Return a legend, such as `mean {{host}}`, for each value that a query selects."""
    alias = _read_alias(query)
    columns = [
        each.name for each in _iter_selected_columns(query.page.written) if each.kind == "number"
    ]
    if alias:
        named = [name.join(_ALIAS_COLUMN.split(alias)) for name in columns]
        return list(dict.fromkeys(named)) or [alias]
    labels = " ".join(f"{{{{{name}}}}}" for name in _find_group_labels(query))
    if len(columns) > 1:
        return [f"{name} {labels}".strip() for name in dict.fromkeys(columns)]
    return [labels or query.page.ref_id]


def _read_alias(query: PlannedQuery) -> str:
    legend = PluginQuery(query.target.raw).legend
    return _ALIAS_TAG.sub(lambda tag: f"{{{{{tag[1] or tag[2]}}}}}", legend)


def _find_group_labels(query: PlannedQuery) -> tuple[str, ...]:
    """Return the labels, tags or fields by which a query groups its result."""
    target = PluginQuery(query.target.raw)
    labels = [
        label.strip()
        for each in _BY.finditer(query.page.written)
        for label in each["labels"].split(",")
    ]
    labels += _iter_tags(query)
    labels += target.term_fields
    labels += [tag for pair in _ALIAS_TAG.findall(target.alias) for tag in pair]
    return tuple(dict.fromkeys(name for name in labels if name))


def _iter_tags(query: PlannedQuery) -> Iterator[str]:
    _, *grouped = _GROUP_BY.split(query.page.written)
    target = PluginQuery(query.target.raw)
    if grouped and target.is_raw:
        columns = (_PLAIN_COLUMN.match(part) for part in _split_columns(grouped[-1]))
        yield from (column["name"] for column in columns if column is not None)
        return
    yield from target.grouped_tags
