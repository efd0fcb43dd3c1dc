"""Good boards, and the faults that the tests plant in them, each with a small function.

A fault is the smallest change to a good board that its rule must find. Each seed states the panel
and query where the rule must find the fault, and the part of the query that must be marked.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from boardwright.checks.metrics import read_exposition
from boardwright.checks.settings import Settings
from checks.views import SETTINGS
from support import ROOT

Board = dict[str, Any]
Plant = Callable[[Board], None]

SOURCE = {"type": "prometheus", "uid": "$ds"}


def _panel(number: int, kind: str, title: str, unit: str, *targets: Board, **more: Any) -> Board:
    """Return the panel at position `number`, of height 8 and half the width of the board."""
    return {
        "id": number + 1,
        "type": kind,
        "title": title,
        "datasource": SOURCE,
        "gridPos": {"x": number % 2 * 12, "y": number // 2 * 8, "w": 12, "h": 8},
        "fieldConfig": {"defaults": {"unit": unit}, "overrides": []},
        "targets": [{"refId": "ABC"[at], **target} for at, target in enumerate(targets)],
        **more,
    }


BY_HAND: Board = {
    "title": "Service",
    "uid": "service",
    "id": None,
    "refresh": "30s",
    "schemaVersion": 41,
    "time": {"from": "now-1h", "to": "now"},
    "timezone": "browser",
    "templating": {
        "list": [
            {"name": "ds", "type": "datasource", "query": "prometheus"},
            {
                "name": "job",
                "type": "query",
                "datasource": SOURCE,
                "query": "label_values(http_requests_total, job)",
            },
            {
                "name": "handler",
                "type": "query",
                "datasource": SOURCE,
                "query": 'label_values(http_requests_total{job="$job"}, handler)',
                "multi": True,
                "includeAll": True,
            },
        ]
    },
    "panels": [
        _panel(
            0,
            "timeseries",
            "Requests",
            "reqps",
            {
                "expr": 'sum by (code) (rate(http_requests_total{job="$job",handler=~"$handler"}'
                "[5m]))",
                "legendFormat": "{{code}}",
            },
        ),
        _panel(
            1,
            "stat",
            "Connections",
            "short",
            {"expr": 'sum(http_connections{job="$job"})', "legendFormat": "open"},
            {"expr": 'sum(http_connections_limit{job="$job"})', "legendFormat": "limit"},
        ),
        _panel(
            2,
            "timeseries",
            "Latency",
            "s",
            {
                "expr": "histogram_quantile(0.99, sum by (le) (rate("
                'http_request_duration_seconds_bucket{job="$job",handler=~"$handler"}[5m])))',
                "legendFormat": "99 %",
            },
        ),
        _panel(
            3,
            "gauge",
            "Memory",
            "bytes",
            {"expr": 'sum(process_resident_memory_bytes{job="$job"})'},
        ),
        _panel(
            4,
            "timeseries",
            "CPU",
            "percentunit",
            {
                "expr": 'avg by (instance) (rate(process_cpu_seconds_total{job="$job"}[5m]))',
                "legendFormat": "{{instance}}",
            },
        ),
        _panel(
            5,
            "table",
            "Pods",
            "short",
            {"expr": 'sum by (pod) (up{job="$job"})', "format": "table", "instant": True},
        ),
        _panel(6, "stat", "Load", "short", {"expr": 'max(node_load1{job="$job"})'}),
    ],
}
"""A small good board for any project. Its data source is a variable."""


def _choice(name: str) -> Board:
    """Return a variable as dashboards of mixins define it."""
    return {
        "name": name,
        "type": "query",
        "datasource": SOURCE,
        "query": f"label_values(up, {name})",
        "multi": True,
        "includeAll": True,
        "allValue": ".+",
    }


_ALL = 'job=~"$job",cluster="$cluster",instance=~"$instance"'
MIXIN: Board = {
    "title": "Mixin",
    "uid": "mixin",
    "editable": False,
    "refresh": "30s",
    "templating": {
        "list": [
            {"name": "ds", "type": "datasource", "query": "prometheus"},
            _choice("job"),
            _choice("instance"),
            _choice("cluster"),
        ]
    },
    "panels": [
        _panel(
            0,
            "stat",
            "Up",
            "short",
            {"expr": f"sum(up{{{_ALL}}})"},
            description="How many answer.",
        ),
        _panel(
            1,
            "timeseries",
            "Requests",
            "reqps",
            {
                "expr": f"sum(rate(http_requests_total{{{_ALL}}}[$__rate_interval]))",
                "legendFormat": "requests",
            },
            description="Requests a second.",
        ),
    ],
}
"""A small board that meets all requirements of mixins."""

EMITTED = read_exposition(
    """\
# TYPE http_requests_total counter
http_requests_total{code="200",handler="/api"} 1
http_requests_total{code="404",handler="/health"} 1
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{handler="/api",le="1.0"} 1
http_request_duration_seconds_bucket{handler="/api",le="+Inf"} 1
http_request_duration_seconds_sum{handler="/api"} 1
http_request_duration_seconds_count{handler="/api"} 1
# TYPE http_connections gauge
http_connections 1
# TYPE http_connections_limit gauge
http_connections_limit 1
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes 1
# TYPE process_cpu_seconds_total counter
process_cpu_seconds_total 1
# TYPE node_load1 gauge
node_load1 1
""",
    where="seeds.prom",
)
"""The metrics that the hand-written board queries."""


def _load_shipped(name: str) -> Board:
    text = (ROOT / f"provisioning/dashboards/{name}.json").read_text()
    data: Board = json.loads(text)
    return data


BOARDS: dict[str, tuple[Board, Settings]] = {
    "by hand": (BY_HAND, Settings()),
    "measured": (BY_HAND, Settings(catalogue=EMITTED)),
    "mixin": (MIXIN, Settings()),
    "node": (_load_shipped("stack/node"), SETTINGS),
    "containers": (_load_shipped("stack/containers"), SETTINGS),
    "stack": (_load_shipped("stack/stack"), SETTINGS),
    "prometheus-101": (_load_shipped("prometheus-101/prometheus-101"), SETTINGS),
}
"""Good boards, each with the settings of its project or, without a project, None."""


@dataclass(frozen=True, kw_only=True)
class Seed:
    """A fault to plant in a good board.

    Attributes:
        rule: Id of the rule that must find the fault.
        kind: The kind of fault, which is the name of its function.
        plant: Puts the fault into a board.
        on: Name of the good board.
        panel: Title of the panel at which the fault must be found; None for the board.
        query: RefId of the query; None for the panel or the board.
        marked: The part of the query that must be marked; None for no mark.
    """

    rule: str
    kind: str
    plant: Plant
    on: str
    panel: str | None
    query: str | None
    marked: str | None

    def plant_fault(self) -> Board:
        """Return the good board with the planted fault."""
        board = copy.deepcopy(BOARDS[self.on][0])
        self.plant(board)
        return board


SEEDS: list[Seed] = []


def seed(
    rule: str,
    panel: str | None = None,
    query: str | None = None,
    *,
    marked: str | None = None,
    on: str = "by hand",
) -> Callable[[Plant], Plant]:
    def add_seed(plant: Plant) -> Plant:
        kind = plant.__name__.replace("_", " ").strip()
        SEEDS.append(
            Seed(
                rule=rule,
                kind=kind,
                plant=plant,
                on=on,
                panel=panel,
                query=query,
                marked=marked,
            )
        )
        return plant

    return add_seed


def panel(board: Board, title: str) -> Board:
    rows = [inner for row in board["panels"] for inner in row.get("panels", ())]
    found: Board = next(each for each in [*board["panels"], *rows] if each.get("title") == title)
    return found


def target(board: Board, title: str, ref_id: str = "A") -> Board:
    targets = panel(board, title)["targets"]
    found: Board = next(each for each in targets if each["refId"] == ref_id)
    return found


def defaults(board: Board, title: str) -> Board:
    found: Board = panel(board, title)["fieldConfig"]["defaults"]
    return found


def write(board: Board, title: str, expr: str, legend: str | None = None) -> None:
    """Replace the first query of the panel with this title."""
    query = target(board, title)
    query["expr"] = expr
    if legend is not None:
        query["legendFormat"] = legend


def change(board: Board, title: str, old: str, new: str) -> None:
    """Replace text in the first query of the panel with this title. The text must be there."""
    query = target(board, title)
    assert old in query["expr"]
    query["expr"] = query["expr"].replace(old, new)


# Principles of the source "Prometheus 101"


@seed("counter-as-number", "Connections", "A", marked='http_requests_total{job="$job"}')
def a_stat_of_a_counter(board: Board) -> None:
    write(board, "Connections", 'sum(http_requests_total{job="$job"})')


@seed("counter-without-rate", "Requests", "A", marked='http_requests_total{job="$job"}')
def a_graph_of_a_counter(board: Board) -> None:
    write(board, "Requests", 'sum by (code) (http_requests_total{job="$job"})')


@seed(
    "counter-without-rate",
    "Latency",
    "A",
    marked='http_request_duration_seconds_bucket{job="$job"}',
)
def a_quantile_of_raw_buckets(board: Board) -> None:
    raw = 'http_request_duration_seconds_bucket{job="$job"}'
    write(board, "Latency", f"histogram_quantile(0.99, sum by (le) ({raw}))")


@seed("delta-of-counter", "Requests", "A")
def the_delta_of_a_counter(board: Board) -> None:
    change(board, "Requests", "rate(", "delta(")


@seed("hardcoded-cpu-count", "CPU", "A", marked="4")
def a_literal_count_of_cpus(board: Board) -> None:
    write(board, "CPU", 'sum(rate(process_cpu_seconds_total{job="$job"}[5m])) / 4', "CPU")


@seed("irate-over-long-range", "Requests", "A")
def irate_over_an_hour(board: Board) -> None:
    change(board, "Requests", "[5m]", "[1h]")
    change(board, "Requests", "rate(", "irate(")


@seed("irate-over-long-range", None, on="prometheus-101")
def a_board_of_irates_that_opens_on_a_day(board: Board) -> None:
    board["time"]["from"] = "now-24h"


@seed("mixed-rate-ranges", "Requests", "B", marked="[10m]")
def two_windows_in_one_graph(board: Board) -> None:
    copied = {**target(board, "Requests"), "refId": "B", "legendFormat": "smooth {{code}}"}
    panel(board, "Requests")["targets"].append(copied)
    copied["expr"] = copied["expr"].replace("[5m]", "[10m]")


@seed("query-interval", "Requests", "A")
def a_step_of_one_second(board: Board) -> None:
    target(board, "Requests")["interval"] = "1s"


@seed("query-interval", "CPU: utilisation", on="node")
def a_panels_step_under_the_scrape_interval(board: Board) -> None:
    panel(board, "CPU: utilisation")["interval"] = "5s"


@seed("rate-of-gauge", "Load", "A", marked='rate(node_load1{job="$job"}[5m])')
def the_rate_of_a_gauge(board: Board) -> None:
    write(board, "Load", 'max(rate(node_load1{job="$job"}[5m]))')


@seed("rate-of-sum", "Requests", "A")
def the_rate_of_a_sum(board: Board) -> None:
    write(board, "Requests", 'rate(sum by (code) (http_requests_total{job="$job"})[5m:])')


@seed("short-rate-window", "Requests", "A", marked="[30s]")
def a_window_of_two_scrapes(board: Board) -> None:
    change(board, "Requests", "[5m]", "[30s]")


@seed("short-rate-window", "CPU: utilisation", "A", marked="[10s]", on="node")
def irate_over_one_scrape(board: Board) -> None:
    change(board, "CPU: utilisation", "[1m]", "[10s]")


@seed("unequal-rate-windows", "Requests", "A")
def a_ratio_of_two_windows(board: Board) -> None:
    ratio = 'sum(rate(http_errors_total{job="$job"}[1m]))'
    ratio += ' / sum(rate(http_requests_total{job="$job"}[5m]))'
    write(board, "Requests", ratio, "errors")
    defaults(board, "Requests")["unit"] = "percentunit"


@seed(
    "heatmap-of-raw-buckets",
    "Latency",
    "A",
    marked='http_request_duration_seconds_bucket{job="$job"}',
)
def a_heatmap_of_raw_buckets(board: Board) -> None:
    panel(board, "Latency")["type"] = "heatmap"
    raw = 'http_request_duration_seconds_bucket{job="$job"}'
    write(board, "Latency", f"sum by (le) ({raw})", "{{le}}")


@seed("rate-window-below-step", "Requests", "A", marked="[5m]")
def a_graph_of_a_week(board: Board) -> None:
    panel(board, "Requests")["timeFrom"] = "7d"


# Queries that can't work


@seed("constant-legend", "Requests", "A")
def one_name_for_every_code(board: Board) -> None:
    target(board, "Requests")["legendFormat"] = "requests"


@seed("missing-common-matcher", "Connections", "A")
def a_query_for_all_jobs(board: Board) -> None:
    change(board, "Connections", '{job="$job"}', "")


@seed("circular-variables", on="node")
def two_variables_that_ask_for_each_other(board: Board) -> None:
    board["templating"]["list"][0]["query"] = (
        'label_values(node_uname_info{instance=~"$instance"}, job)'
    )


@seed("constant-result", "Load", "A", marked="vector(1)")
def a_constant(board: Board) -> None:
    write(board, "Load", "vector(1)")


@seed("datasource-language-mismatch", "Load", "A")
def promql_for_loki(board: Board) -> None:
    panel(board, "Load")["datasource"] = {"type": "loki", "uid": "logs"}
    target(board, "Load")["expr"] = "max(node_load1)"


@seed("datasource-language-mismatch", "Connections", "B")
def sql_for_prometheus(board: Board) -> None:
    query = target(board, "Connections", "B")
    del query["expr"]
    query["rawSql"] = "SELECT count(*) FROM connections"


@seed("duplicate-query", "Requests", "B")
def the_same_query_twice(board: Board) -> None:
    targets = panel(board, "Requests")["targets"]
    targets.append({**targets[0], "refId": "B"})


@seed("filter-where-value", "Load", "A", marked=">")
def a_comparison_that_empties_a_stat(board: Board) -> None:
    write(board, "Load", 'max(node_load1{job="$job"}) > 3')


@seed("fixed-label-aggregation", "Requests", "A", marked="code")
def grouped_by_what_is_fixed(board: Board) -> None:
    inner = 'rate(http_requests_total{job="$job",code="500"}[5m])'
    write(board, "Requests", f"sum by (code) ({inner})", "errors")


@seed("grouping-label-missing", "Requests", "A", marked="code")
def grouped_by_what_is_gone(board: Board) -> None:
    inner = 'sum by (instance) (rate(http_requests_total{job="$job"}[5m]))'
    write(board, "Requests", f"sum by (code) ({inner})", "requests")


@seed("legend-label-missing", "Requests", "A")
def a_legend_of_what_is_gone(board: Board) -> None:
    target(board, "Requests")["legendFormat"] = "{{instance}}"


@seed("legend-label-missing", "CPU: utilisation", "A", on="node")
def a_legend_of_the_cpu_that_is_averaged(board: Board) -> None:
    target(board, "CPU: utilisation")["legendFormat"] = "{{instance}} {{cpu}}"


@seed("matchers-exclude-all", "Requests", "A", marked='method="PUT"')
def two_values_at_once(board: Board) -> None:
    change(board, "Requests", "{", '{method="GET",method="PUT",')


@seed("override-label-missing", "Pods")
def an_override_of_no_column(board: Board) -> None:
    override = {
        "matcher": {"id": "byName", "options": "node"},
        "properties": [{"id": "custom.width", "value": 80}],
    }
    panel(board, "Pods")["fieldConfig"]["overrides"].append(override)


@seed("promql-syntax", "Requests", "A", marked="(")
def a_bracket_left_open(board: Board) -> None:
    query = target(board, "Requests")
    query["expr"] = query["expr"][:-1]


@seed("experimental-promql", "Requests", "A", marked="limitk")
def a_function_behind_a_flag(board: Board) -> None:
    query = target(board, "Requests")
    query["expr"] = f"limitk(5, {query['expr']})"


@seed("unsupported-promql", "Memory: saturation", "A", on="node", marked="holt_winters")
def a_function_of_an_older_prometheus(board: Board) -> None:
    query = target(board, "Memory: saturation")
    query["expr"] = (
        query["expr"].replace("irate(", "holt_winters(", 1).replace("])", "], 0.5, 0.5)", 1)
    )


@seed("promql-syntax", "Memory: saturation", "A", on="node")
def a_rate_without_a_window(board: Board) -> None:
    query = target(board, "Memory: saturation")
    query["expr"] = query["expr"].replace("[1m]", "", 1)


@seed("quantile-without-le", "Latency", "A")
def buckets_summed_away(board: Board) -> None:
    change(board, "Latency", "sum by (le)", "sum")


@seed("regex-half-anchored", "Load", "A", marked='instance=~"^web"')
def an_anchor_on_one_side(board: Board) -> None:
    change(board, "Load", "{", '{instance=~"^web",')


@seed("regex-like-glob", "Load", "A", marked='instance=~"web-*"')
def a_glob(board: Board) -> None:
    change(board, "Load", "{", '{instance=~"web-*",')


@seed("regex-matches-everything", "Load", "A", marked='instance=~".*"')
def a_regex_of_all(board: Board) -> None:
    change(board, "Load", "{", '{instance=~".*",')


@seed("regex-plain-text", "Load", "A", marked='instance=~"web"')
def a_regex_of_plain_text(board: Board) -> None:
    change(board, "Load", "{", '{instance=~"web",')


@seed("sides-never-match", "CPU", "A", marked="/")
def sides_of_other_labels(board: Board) -> None:
    busy = 'sum by (instance) (rate(process_cpu_seconds_total{job="$job"}[5m]))'
    write(board, "CPU", f'{busy} / sum(machine_cpu_cores{{job="$job"}})', "busy")


@seed("transformed-label-missing", "Pods", "B")
def a_join_by_what_is_gone(board: Board) -> None:
    table = panel(board, "Pods")
    count = {**table["targets"][0], "refId": "B", "expr": 'count(up{job="$job"})'}
    table["targets"].append(count)
    table["transformations"] = [{"id": "joinByField", "options": {"byField": "pod"}}]


@seed("undefined-variable", "Load", "A", marked="$host")
def an_undefined_variable(board: Board) -> None:
    change(board, "Load", "{", '{instance="$host",')


@seed("undefined-variable", "Containers", "A", marked="${hosts:regex}", on="containers")
def a_misspelt_variable(board: Board) -> None:
    query = target(board, "Containers")
    query["expr"] = query["expr"].replace("$instance", "${hosts:regex}", 1)


@seed("unused-variable")
def an_unused_variable(board: Board) -> None:
    board["templating"]["list"].append({"name": "zone", "type": "custom", "query": "a,b"})


# The board


@seed("duplicate-panel-id", "Load")
def an_id_twice(board: Board) -> None:
    panel(board, "Load")["id"] = panel(board, "CPU")["id"]


@seed("empty-row", "Nothing")
def a_row_of_nothing(board: Board) -> None:
    place = {"x": 0, "y": 90, "w": 24, "h": 1}
    row = {"id": 90, "type": "row", "title": "Nothing", "gridPos": place, "panels": []}
    board["panels"].append({**row, "collapsed": True})


@seed("fixed-timezone")
def the_time_of_one_place(board: Board) -> None:
    board["timezone"] = "Europe/Rome"


@seed("hardcoded-datasource-name", "Load")
def a_data_source_by_name(board: Board) -> None:
    panel(board, "Load")["datasource"] = "Prometheus"


@seed("hardcoded-datasource-uid", "Load")
def a_generated_uid(board: Board) -> None:
    panel(board, "Load")["datasource"] = {"type": "prometheus", "uid": "bdr9xo6sekow0f"}


@seed("hardcoded-datasource-uid", on="node")
def a_variable_of_anothers_data_source(board: Board) -> None:
    board["templating"]["list"][0]["datasource"] = {"type": "prometheus", "uid": "theirs"}


@seed("missing-panel-id", "Load")
def no_id(board: Board) -> None:
    del panel(board, "Load")["id"]


@seed("missing-title", "")
def no_title(board: Board) -> None:
    panel(board, "CPU")["title"] = ""


@seed("missing-unit", "Memory")
def bytes_without_a_unit(board: Board) -> None:
    del defaults(board, "Memory")["unit"]


@seed("missing-unit", "Swap", on="node")
def two_queries_of_bytes_without_a_unit(board: Board) -> None:
    del defaults(board, "Swap")["unit"]


@seed("non-null-id")
def an_id_of_the_database(board: Board) -> None:
    board["id"] = 42


@seed("old-datasource-form", "Swap", on="node")
def a_data_source_of_the_project_by_name(board: Board) -> None:
    panel(board, "Swap")["datasource"] = "Prometheus"


@seed("outdated-panel-type")
def a_panel_of_old(board: Board) -> None:
    panel(board, "Load")["type"] = "singlestat"


@seed("overlapping-panels", "Load")
def one_panel_over_another(board: Board) -> None:
    panel(board, "Load")["gridPos"]["y"] -= 4


@seed("panel-past-edge", "Memory")
def past_the_last_column(board: Board) -> None:
    panel(board, "Memory")["gridPos"]["x"] += 6


@seed("panel-without-query", "Load")
def no_query(board: Board) -> None:
    panel(board, "Load")["targets"] = []


@seed("panel-without-query", "Load", "A")
def an_empty_query(board: Board) -> None:
    write(board, "Load", "")


@seed("refresh-too-fast")
def reloaded_every_second(board: Board) -> None:
    board["refresh"] = "1s"


@seed("refresh-too-fast", on="node")
def reloaded_faster_than_scraped(board: Board) -> None:
    board["refresh"] = "5s"


@seed("removed-panel-type", "Load")
def a_plugin_that_does_not_load(board: Board) -> None:
    panel(board, "Load")["type"] = "natel-discrete-panel"


@seed("repeat-single-value", "Load")
def repeated_over_one_value(board: Board) -> None:
    panel(board, "Load")["repeat"] = "job"


@seed("stored-repeat-clones")
def a_stored_copy(board: Board) -> None:
    board["panels"].append({**panel(board, "Load"), "id": 99, "repeatPanelId": 6})


@seed("hidden-mappings", "Load")
def states_by_threshold(board: Board) -> None:
    panel(board, "Load")["type"] = "state-timeline"
    steps = [{"color": "green", "value": None}, {"color": "red", "value": 80}]
    down = {"type": "value", "options": {"0": {"text": "down", "color": "red"}}}
    defaults(board, "Load").update(color={"mode": "thresholds"}, thresholds={"steps": steps})
    defaults(board, "Load")["mappings"] = [down]


@seed("threshold-outside-range", "Memory")
def a_threshold_nobody_reaches(board: Board) -> None:
    steps = [{"color": "green", "value": None}, {"color": "red", "value": 5e10}]
    defaults(board, "Memory").update(min=0, max=1, thresholds={"mode": "absolute"})
    defaults(board, "Memory")["thresholds"]["steps"] = steps


@seed("too-many-queries")
def a_hundred_more_panels(board: Board) -> None:
    board["panels"] += [
        _panel(number, "stat", f"Load {number}", "short", {"expr": f"node_load1 * {number}"})
        for number in range(10, 110)
    ]


@seed("unit-contradicts-metric", "Memory")
def bytes_as_seconds(board: Board) -> None:
    defaults(board, "Memory")["unit"] = "s"


@seed("unit-contradicts-metric", "CPU usage", on="node")
def a_ratio_as_percent(board: Board) -> None:
    defaults(board, "CPU usage")["unit"] = "percent"


@seed("unread-field", None)
def an_alert_that_nothing_evaluates(board: Board) -> None:
    panel(board, "Load")["alert"] = {"name": "Load", "frequency": "1m"}


@seed("unread-field", None)
def options_of_the_graph_that_it_was(board: Board) -> None:
    panel(board, "CPU")["yaxes"] = [{"format": "bits"}, {"format": "short"}]


@seed("plain-unit", "Memory")
def bytes_as_a_plain_number(board: Board) -> None:
    defaults(board, "Memory")["unit"] = "short"


@seed("threshold-order", "Memory")
def thresholds_in_descending_order(board: Board) -> None:
    steps = [{"color": color, "value": value} for color, value in (("a", None), ("b", 9), ("c", 8))]
    defaults(board, "Memory")["thresholds"] = {"mode": "absolute", "steps": steps}


@seed("unset-unit", "Load")
def no_unit(board: Board) -> None:
    del defaults(board, "Load")["unit"]


# Metrics that nobody emits


@seed("unknown-metric", "Requests", "A", marked="http_request_total", on="measured")
def a_misspelt_metric(board: Board) -> None:
    change(board, "Requests", "http_requests_total", "http_request_total")


@seed("unknown-label", "Requests", "A", on="measured")
def a_label_that_the_metric_lacks(board: Board) -> None:
    change(board, "Requests", "{", '{method="GET",')


@seed("unknown-label-value", "Requests", "A", on="measured")
def a_value_that_the_label_never_has(board: Board) -> None:
    change(board, "Requests", "{", '{handler!="/helth",code=~"2..|4..",handler="/apj",')


@seed("wrong-metric-type", "Latency", "A", on="measured")
def a_quantile_of_a_counter(board: Board) -> None:
    write(board, "Latency", 'histogram_quantile(0.99, rate(http_requests_total{job="$job"}[5m]))')


# Requirements of mixins


@seed("mixin-cluster-matcher", "Up", "A", on="mixin")
def a_query_of_all_clusters(board: Board) -> None:
    change(board, "Up", ',cluster="$cluster"', "")


@seed("mixin-description", "Up", on="mixin")
def no_description(board: Board) -> None:
    del panel(board, "Up")["description"]


@seed("mixin-editable", on="mixin")
def may_be_edited(board: Board) -> None:
    board["editable"] = True


@seed("mixin-instance-matcher", "Up", "A", on="mixin")
def a_query_of_all_instances(board: Board) -> None:
    change(board, "Up", ',instance=~"$instance"', "")


@seed("mixin-instance-variable", on="mixin")
def a_variable_of_one_instance(board: Board) -> None:
    board["templating"]["list"][2]["multi"] = False


@seed("mixin-job-matcher", "Up", "A", on="mixin")
def a_query_of_all_jobs(board: Board) -> None:
    change(board, "Up", 'job=~"$job",', "")


@seed("mixin-job-variable", on="mixin")
def a_variable_of_one_job(board: Board) -> None:
    board["templating"]["list"][1]["multi"] = False


@seed("mixin-rate-interval", "Requests", "A", on="mixin")
def a_window_of_its_own(board: Board) -> None:
    change(board, "Requests", "[$__rate_interval]", "[5m]")


# All boards together


@dataclass(frozen=True, kw_only=True)
class ProjectSeed:
    """A fault that concerns two boards: the changed board, and the board where it must be found."""

    rule: str
    on: str
    plant: Plant
    found_on: str


def _a_link_to_no_board(board: Board) -> None:
    board["links"][0]["url"] = "/d/prometheus-102"


PROJECT_SEEDS = [
    ProjectSeed(rule="dead-link", on="node", plant=_a_link_to_no_board, found_on="node"),
    ProjectSeed(
        rule="duplicate-title",
        on="containers",
        plant=lambda board: board.update(title="Nodes"),
        found_on="containers",
    ),
    ProjectSeed(
        rule="duplicate-uid",
        on="by hand",
        plant=lambda board: board.update(uid="node"),
        found_on="node",
    ),
]

# Rules without a seed, with the reason.

ELSEWHERE = {
    "expression-already-recorded": "needs a recording rule, and the boards are without rules",
    "missing-element": "looks at boards of schema v2, and these are classic",
    "nested-tabs": "looks at boards of schema v2, and these are classic",
    "unused-element": "looks at boards of schema v2, and these are classic",
    "unused-suppression": "looks at comments and configuration, not at boards",
}
