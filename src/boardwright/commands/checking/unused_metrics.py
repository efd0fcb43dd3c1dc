"""`boardwright check --unused-metrics`: what is emitted, and no board asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from boardwright.checks.emitted import used_names
from boardwright.checks.metrics import Metric, Recorded
from boardwright.checks.promised import is_own
from boardwright.checks.views.board import BoardView
from boardwright.checks.views.project import PrometheusRule
from boardwright.commands.checking.board_checks import boards_and_errors
from boardwright.commands.checking.check import root_of
from boardwright.commands.checking.input_files import find_work
from boardwright.commands.checking.metric_sources import read_sources
from boardwright.commands.checking.rule_inputs import settings_of
from boardwright.config.project import Project
from boardwright.errors import BoardwrightError, ConfigError
from boardwright.frozen import frozen

_PARTS = {
    "histogram": ("_bucket", "_count", "_sum", "_created"),
    "gaugehistogram": ("_bucket", "_gcount", "_gsum"),
    "summary": ("_count", "_sum", "_created"),
}
"""Endings of the series that belong to one metric."""


@frozen
class UnusedMetric:
    """A metric that no board asks for; a histogram is one, not its series."""

    name: str
    type: str


@frozen
class Unused:
    """What no board asks for.

    Attributes:
        unused: By name.
        emitted: How many metrics there are.
        boards: How many boards were looked at.
        errors: What could not be read: there may be less unused than is told.
    """

    unused: tuple[UnusedMetric, ...]
    emitted: int
    boards: int
    errors: tuple[BoardwrightError, ...]


def unused_metrics(
    project: Project | None,
    *,
    here: Path,
    paths: Sequence[Path] = (),
    metrics: Sequence[str] = (),
) -> Unused:
    """Return the metrics that no board's query, variable or annotation asks for.

    What a recording rule reads is asked for when a board asks for what it records.

    Args:
        project: The project; None outside one.
        here: The folder that paths outside a project are told relative to.
        paths: Files or folders; all of the project when there are none.
        metrics: Sources of what is emitted, as `read_sources` takes them; the project's when empty.

    Raises:
        BoardwrightError: There is no source, or one cannot be read.
    """
    named = metrics or (project.check.metrics if project else ())
    sources = read_sources(
        named,
        root=root_of(project, here),
        prometheus=project.prometheus_at() if project else None,
    )
    if sources is None:
        hint = "Give --metrics, or name them as metrics in [check] of boardwright.toml."
        raise ConfigError("no source of metrics", hint=hint)
    emitted = sources.names
    found = find_work(project, here=here, paths=paths)
    boards, errors = boards_and_errors(found.work, settings_of(project, None))
    used = _used(boards, found.server_files.rules, emitted)
    families = _families(emitted)
    return Unused(
        unused=tuple(
            UnusedMetric(name=name, type=emitted.metrics[series[0]].type)
            for name, series in sorted(families.items())
            if used.isdisjoint(series)
        ),
        emitted=len(families),
        boards=len(boards),
        errors=(*found.errors, *errors),
    )


def _used(
    boards: Iterable[BoardView], rules: Iterable[PrometheusRule], emitted: Recorded
) -> frozenset[str]:
    """Return what boards ask for, and what recording rules read for them."""
    reads = {rule.name: rule.expression.metrics for rule in rules if rule.records}
    names = {*emitted.names, *reads}
    used: set[str] = set()
    for board in boards:
        with suppress(RecursionError):
            used |= used_names(board, names)
    waiting = list(used)
    while waiting:
        new = reads.get(waiting.pop(), frozenset()) - used
        used |= new
        waiting += new
    return frozenset(used)


def _families(emitted: Recorded) -> Mapping[str, list[str]]:
    """Return the series by the metric that they belong to, without what Prometheus makes itself."""
    families: dict[str, list[str]] = {}
    for name, metric in emitted.metrics.items():
        if not is_own(name):
            families.setdefault(_family(metric), []).append(name)
    return families


def _family(metric: Metric) -> str:
    for ending in _PARTS.get(metric.type, ()):
        if metric.name.endswith(ending):
            return metric.name.removesuffix(ending)
    return metric.name
