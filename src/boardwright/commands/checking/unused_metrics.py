"""`boardwright check --unused-metrics`: list the metrics that no board uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from boardwright.checks.expected_metrics import is_own
from boardwright.checks.judged_selectors import find_used_names
from boardwright.checks.metrics import Metric, MetricCatalogue
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.project_view import PrometheusRule
from boardwright.commands.checking.board_checks import read_checked_boards
from boardwright.commands.checking.input_files import choose_root, find_work
from boardwright.commands.checking.metric_sources import read_sources
from boardwright.commands.checking.rule_inputs import build_settings
from boardwright.config.project import ProjectSettings
from boardwright.errors import BoardwrightError, ConfigError
from boardwright.frozen import frozen
from boardwright.schema.document import Note

_PARTS = {
    "histogram": ("_bucket", "_count", "_sum", "_created"),
    "gaugehistogram": ("_bucket", "_gcount", "_gsum"),
    "summary": ("_count", "_sum", "_created"),
}
"""Type of a metric -> suffixes of the series of such a metric."""


@frozen
class UnusedMetric:
    """A metric that no board uses. A histogram or summary is one metric."""

    name: str
    type: str


@frozen
class UnusedMetrics:
    """The result of `check --unused-metrics`.

    Attributes:
        unused: The metrics that no board uses, ordered by name.
        emitted: Number of metrics in the sources of `--metrics`.
        boards: Number of boards that were read.
        errors: Errors that occurred when files were read or compiled. Boards in these files may use
            some of the metrics in `unused`.
        skipped: One note for each skipped file.
    """

    unused: tuple[UnusedMetric, ...]
    emitted: int
    boards: int
    errors: tuple[BoardwrightError, ...]
    skipped: tuple[Note, ...]


def find_unused_metrics(
    project: ProjectSettings | None,
    *,
    here: Path,
    paths: Sequence[Path] | None = None,
    metrics: Sequence[str] = (),
) -> UnusedMetrics:
    """Return the metrics that no query, variable or annotation of a board uses.

    If a board uses a recorded series, the metrics from which the recording rule computes the series
    also count as used.

    Args:
        project: The project; None if the current folder is in no project.
        here: The folder to which paths are relative if there is no project.
        paths: Files or folders; None for the whole project.
        metrics: Recorded /metrics pages, folders of such pages, and URLs of exporters or Prometheus
            servers. If empty, the setting `metrics` in `[check]` of boardwright.toml is used.

    Raises:
        BoardwrightError: There are no sources of metrics, or a source cannot be read.
    """
    source_names = metrics or (project.check.metrics if project else ())
    sources = read_sources(
        source_names,
        root=choose_root(project, here),
        prometheus=project.find_prometheus() if project else None,
    )
    if sources is None:
        hint = "Pass --metrics SOURCE, or set metrics in [check] of boardwright.toml."
        raise ConfigError("--unused-metrics needs a source of metrics", hint=hint)
    emitted = sources.names
    inputs = find_work(project, here=here, paths=paths)
    boards = read_checked_boards(inputs.work, build_settings(project, None))
    used = _find_used_metrics(boards.boards, inputs.server_files.rules, emitted)
    families = _group_series(emitted)
    return UnusedMetrics(
        unused=tuple(
            UnusedMetric(name=name, type=emitted.metrics[series[0]].type)
            for name, series in sorted(families.items())
            if used.isdisjoint(series)
        ),
        emitted=len(families),
        boards=len(boards.boards),
        errors=(*inputs.errors, *boards.errors),
        skipped=(*boards.skipped, *inputs.skipped),
    )


def _find_used_metrics(
    boards: Iterable[BoardView], rules: Iterable[PrometheusRule], emitted: MetricCatalogue
) -> frozenset[str]:
    """Return the names that boards use, and the metrics from which recording rules compute these
    series.
    """
    reads = {rule.name: rule.expression.metrics for rule in rules if rule.records}
    names = {*emitted.names, *reads}
    used: set[str] = set()
    for board in boards:
        with suppress(RecursionError):
            used |= find_used_names(board, names)
    pending = list(used)
    while pending:
        read_metrics = reads.get(pending.pop(), frozenset()) - used
        used |= read_metrics
        pending += read_metrics
    return frozenset(used)


def _group_series(emitted: MetricCatalogue) -> Mapping[str, list[str]]:
    """Return name of a metric -> names of its series, such as `x` -> `x_bucket`, `x_sum`. Series
    that Prometheus generates for each target, such as `up`, are omitted.
    """
    families: dict[str, list[str]] = {}
    for name, metric in emitted.metrics.items():
        if not is_own(name):
            families.setdefault(_name_family(metric), []).append(name)
    return families


def _name_family(metric: Metric) -> str:
    for ending in _PARTS.get(metric.type, ()):
        if metric.name.endswith(ending):
            return metric.name.removesuffix(ending)
    return metric.name
