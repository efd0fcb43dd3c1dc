"""Small boards for testing rules, and helpers that return the rules' messages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from boardwright.checks import (
    AnnotationView,
    BoardFacts,
    BoardView,
    ConfigurationView,
    PanelView,
    Problem,
    ProjectView,
    QueryView,
    Rule,
    VariableView,
)
from boardwright.checks.rule_execution import check_board
from boardwright.checks.settings import DataSourceFact, Settings
from boardwright.checks.views.project_view import PrometheusRule, Scrape
from boardwright.checks.views.reading import source_of_json
from boardwright.notation.durations import parse_milliseconds
from boardwright.promql.expression import read_expression
from boardwright.schema.document import Place

PROMETHEUS = {"type": "prometheus", "uid": "prometheus"}
SETTINGS = Settings(
    in_project=True,
    scrape_interval=10_000,
    retention=15 * 86_400_000,
    datasources=(
        DataSourceFact(
            name="Prometheus",
            type="prometheus",
            uid="prometheus",
            place=Place(file="boardwright.toml"),
            default=True,
        ),
    ),
)
"""A project whose default data source is a Prometheus that scrapes every 10 s."""


def settings_of_version(version: str) -> Settings:
    """Return settings with this Prometheus version of the data source; empty for no version."""
    source = replace(SETTINGS.datasources[0], version=version or None)
    return replace(SETTINGS, datasources=(source,))


def board(settings: Settings = SETTINGS, *, file: str = "board.json", **raw: Any) -> BoardView:
    """Return a board: `board(uid="a", panels=[...], variables=[...])`."""
    variables = raw.pop("variables", None)
    if variables is not None:
        raw["templating"] = {"list": variables}
    data = {"title": "Board", "panels": [], **raw}
    return BoardView(source_of_json(data, place=Place(file=file)), settings)


def panel(
    settings: Settings = SETTINGS, *, on: dict[str, Any] | None = None, **raw: Any
) -> PanelView:
    """Return a panel on a board. `on` contains further fields of the board."""
    data = {"type": "timeseries", "title": "Panel", "id": 1, **raw}
    return board(settings, **{**(on or {}), "panels": [data]}).panels[0]


def query(expr: str, settings: Settings = SETTINGS, *, on: Any = None, **raw: Any) -> QueryView:
    """Return a query in a panel. `raw` are further fields of the query, `on` those of the panel."""
    target = {"refId": "A", "expr": expr, "datasource": PROMETHEUS, **raw}
    return panel(settings, **{**(on or {}), "targets": [target]}).queries[0]


def variable(settings: Settings = SETTINGS, **raw: Any) -> VariableView:
    """Return a variable of a board."""
    data = {"name": "v", "type": "query", "datasource": PROMETHEUS, **raw}
    return board(settings, variables=[data]).variables[0]


def annotation(settings: Settings = SETTINGS, **raw: Any) -> AnnotationView:
    """Return an annotation query of a board."""
    data = {"name": "a", "datasource": PROMETHEUS, **raw}
    return board(settings, annotations={"list": [data]}).annotations[0]


def project(*boards: BoardView, settings: Settings = SETTINGS) -> ProjectView:
    """Return a project with these boards."""
    return ProjectView(map(BoardFacts.from_board, boards), settings, whole=True)


def configuration(
    *scrapes: tuple[str, str | None],
    datasources: tuple[DataSourceFact, ...] = (),
    rules: Sequence[Mapping[str, Any]] = (),
    settings: Settings = SETTINGS,
) -> ConfigurationView:
    """Return a configuration with scrape jobs (name -> interval) and rules.

    A rule has the keys of a rule file, and the key `interval` for the interval of its group.
    """
    place = Place(file="prometheus.yml")
    read = tuple(rule_of(each, line) for line, each in enumerate(rules, start=1))
    found = [Scrape(name=name, interval=interval, place=place) for name, interval in scrapes]
    return ConfigurationView(
        place=place,
        scrapes=found,
        datasources=datasources,
        rules=read,
        settings=replace(settings, rules=(*settings.rules, *read)),
    )


def rule_of(data: Mapping[str, Any], line: int = 1) -> PrometheusRule:
    """Return the Prometheus rule for an entry of a rule file."""
    return PrometheusRule(
        name=data.get("record") or data["alert"],
        records="record" in data,
        expression=read_expression(data["expr"]),
        place=Place(file="rules.yml", line=line),
        labels=data.get("labels", {}),
        annotations=data.get("annotations", {}),
        wait=parse_milliseconds(data.get("for", "0s")),
        interval=parse_milliseconds(data["interval"]) if "interval" in data else None,
    )


def problems(rule: Rule, on: BoardView) -> list[Problem]:
    """Return the problems that a rule finds on a board, with places and marks."""
    text = json.dumps(on.source.original or on.raw, indent=1)
    return check_board(on, [rule], lambda: text)


def marks(rule: Rule, on: QueryView | BoardView) -> list[str]:
    """Return the marked part of each query with a problem; the whole query if no part is marked."""
    return [
        problem.expression[slice(*(problem.span or (None, None)))]
        for problem in problems(rule, on.board)
        if problem.expression is not None
    ]


def messages(rule: Rule, view: Any) -> list[str]:
    """Return the messages of a rule about one view."""
    return [finding.what for finding in rule(view)]
