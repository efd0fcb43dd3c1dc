"""Evaluates the rules of service level objectives over made-up series, with promtool."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from boardwright.engine.engine_tests import EngineQuery, EngineResult, EngineSuite
from boardwright.engine.promtool_engine import PromtoolEngine
from boardwright.engine.promtool_lookup import Promtool
from boardwright.engine.series_notation import read_series
from boardwright.provisioning.rule_files import build_rule_file
from boardwright.rules import ServiceLevel
from support import server_program

MINUTE = 60_000
"""Milliseconds in a minute."""

FIRING = 'count by (alertname, severity) (ALERTS{alertstate="firing"})'

Firing = dict[int, set[str]]
"""Minute -> severities of the alerts that fire."""


def write_rules(folder: Path, levels: Sequence[ServiceLevel]) -> str:
    """Write the rules of objectives to a file, and return the path of the file."""
    groups = [group for level in levels for group in level.groups]
    path = folder / "ours.yml"
    path.write_text(json.dumps(build_rule_file(groups)))
    return os.fspath(path)


def evaluate(
    rules: str,
    series: Mapping[str, str],
    queries: Sequence[EngineQuery],
    *,
    every: int = 1,
    program: str = "promtool",
) -> dict[EngineQuery, EngineResult]:
    """Return the results of queries over series and over the series that the rules record.

    Args:
        rules: Path of the rule file.
        series: Series -> values in promtool's notation, one value per minute.
        queries: The queries to evaluate.
        every: Minutes between two evaluations of the rules.
        program: Path of promtool.
    """
    suite = EngineSuite(
        series=[read_series(text, values) for text, values in series.items()],
        interval=MINUTE,
        evaluation_interval=every * MINUTE,
        queries=queries,
        rule_files=[rules],
    )
    with PromtoolEngine(Promtool(path=server_program(program))) as engine:
        return engine.evaluate(suite)


def value_at(
    rules: str, series: Mapping[str, str], expr: str, minute: int, *, program: str = "promtool"
) -> float:
    """Return the only value of an expression at a minute."""
    (value,) = values_at(rules, series, [expr], minute, program=program)
    return value


def values_at(
    rules: str,
    series: Mapping[str, str],
    exprs: Sequence[str],
    minute: int,
    *,
    every: int = 1,
    program: str = "promtool",
) -> list[float]:
    """Return the only value of each expression at a minute."""
    queries = [EngineQuery(text=expr, moment=minute * MINUTE) for expr in exprs]
    results = evaluate(rules, series, queries, every=every, program=program)
    return [_only_value(query, results[query]) for query in queries]


def _only_value(query: EngineQuery, result: EngineResult) -> float:
    assert not isinstance(result, str), result
    (sample,) = result
    return sample.value


def firing(
    rules: str, series: Mapping[str, str], minutes: Sequence[int], *, every: int = 1
) -> Firing:
    """Return minute -> severities of the alerts that fire; minutes without alerts are omitted."""
    queries = [EngineQuery(text=FIRING, moment=minute * MINUTE) for minute in minutes]
    results = evaluate(rules, series, queries, every=every)
    found: Firing = {}
    for query, result in results.items():
        assert not isinstance(result, str), result
        if result:
            found[query.moment // MINUTE] = {sample.labels["severity"] for sample in result}
    return found


def counter_values(*parts: tuple[int, float]) -> str:
    """Return the values of a counter. Each part is a number of minutes and an increase per
    minute."""
    total, values = 0.0, ["0"]
    for minutes, step in parts:
        values.append(f"{total + step:g}+{step:g}x{minutes - 1}")
        total += minutes * step
    return " ".join(values)
