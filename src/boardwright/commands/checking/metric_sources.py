"""Reads the sources of `--metrics`: recorded /metrics pages, exporters and Prometheus servers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from boardwright.checks.expected_metrics import ExpectedMetrics
from boardwright.checks.judged_selectors import iter_judged_selectors, iter_required_matchers
from boardwright.checks.metrics import MetricCatalogue, join_catalogues, read_exposition
from boardwright.checks.settings import ServerPromql
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.project_view import PrometheusRule
from boardwright.config.check_settings import CheckSettings
from boardwright.errors import ConfigError, DeclarationError
from boardwright.found.file_contents import PIPE_SECONDS, read_content
from boardwright.frozen import frozen
from boardwright.schema.document import Place

if TYPE_CHECKING:
    from boardwright.commands.checking.live_metrics import LivePrometheus, MetricRequest
    from boardwright.prometheus.server_settings import PrometheusServer

SUFFIXES = (".prom", ".txt")
"""Suffixes of the files that are read as recorded /metrics pages if `--metrics` names a folder."""
_SCHEMES = ("http://", "https://")


@frozen
class MetricSources:
    """The metrics of recorded pages and exporters, and the Prometheus servers to query.

    Attributes:
        recorded: The metrics of each recorded page and exporter.
        live: The Prometheus servers. Labels are read from these servers only when they are needed.
    """

    recorded: tuple[MetricCatalogue, ...]
    live: tuple[LivePrometheus, ...]

    @property
    def promql(self) -> ServerPromql:
        """The PromQL features of the Prometheus server. The value is empty if there is no server or
        more than one server.
        """
        return self.live[0].promql if len(self.live) == 1 else ServerPromql()

    @property
    def names(self) -> MetricCatalogue:
        """All metrics. The metrics of a running Prometheus have no labels."""
        return join_catalogues((*self.recorded, *(live.recorded for live in self.live)))

    def with_labels(self, wanted: MetricRequest) -> MetricCatalogue:
        """Return all metrics. Metrics of a running Prometheus have labels only if `wanted` lists
        them.

        Raises:
            ServerError: A Prometheus server does not answer.
        """
        return join_catalogues((*self.recorded, *(live.with_labels(wanted) for live in self.live)))


def read_sources(
    sources: Sequence[str], *, root: Path, prometheus: PrometheusServer | None = None
) -> MetricSources | None:
    """Read metrics from files and servers; return None if `sources` is empty.

    Args:
        sources: Paths of recorded /metrics pages or of folders of such pages, and URLs of exporters
            or Prometheus servers.
        root: The folder to which paths are relative.
        prometheus: The server to which the credentials of `[prometheus]` or the environment may be
            sent. If None, they may be sent to the server at the first URL in `sources` that does
            not end in `/metrics`.

    Raises:
        DeclarationError: A recorded page cannot be read.
        ServerError: A server does not answer.
        ConfigError: A URL is invalid.
    """
    if not sources:
        return None
    files = [file for s in sources if not s.startswith(_SCHEMES) for file in _iter_files(s, root)]
    addresses = [_normalise_address(source) for source in sources if source.startswith(_SCHEMES)]
    recorded = [read_exposition(_read_text(file), where=str(file)) for file in files]
    live: list[LivePrometheus] = []
    if addresses:
        from boardwright.commands.checking.live_metrics import open_metric_source
        from boardwright.prometheus.login_session import open_prometheus_session
        from boardwright.prometheus.server_settings import PrometheusServer

        url = next((each for each in addresses if not each.endswith("/metrics")), None)
        server = prometheus or PrometheusServer(url=url)
        session = open_prometheus_session(server, environ=os.environ, root=root)
        for address in addresses:
            found = open_metric_source(session, address)
            if isinstance(found, MetricCatalogue):
                recorded.append(found)
            else:
                live.append(found)
    return MetricSources(recorded=tuple(recorded), live=tuple(live))


def build_catalogue(
    sources: MetricSources,
    *,
    boards: Iterable[BoardView],
    rules: Sequence[PrometheusRule],
    settings: CheckSettings,
) -> MetricCatalogue:
    """Return the metrics that exist, with the labels that boards query.

    Args:
        sources: The metrics and servers that `read_sources` returned.
        boards: The boards to check. Labels are read from a running Prometheus only for the metrics
            that these boards query.
        rules: The Prometheus rules, whose recorded series also count as metrics.
        settings: The check settings of the project.

    Raises:
        ServerError: A Prometheus server does not answer.
    """
    promised = ExpectedMetrics(
        recorded={rule.name: rule.expression.metrics for rule in rules if rule.records},
        optional=settings.optional_metrics,
        all_rules=bool(sources.live or settings.rule_files),
    )
    names = replace(sources.names, promised=promised)
    if not sources.live:
        return names
    return replace(sources.with_labels(_build_metric_request(boards, names)), promised=promised)


def _build_metric_request(boards: Iterable[BoardView], names: MetricCatalogue) -> MetricRequest:
    from boardwright.commands.checking.live_metrics import MetricRequest

    metrics: set[str] = set()
    values: set[tuple[str, str]] = set()
    for board in boards:
        with suppress(RecursionError):  # the check reports such a board as nested too deeply
            for judged in iter_judged_selectors(board, names):
                names_of_selector = {metric.name for metric in judged.metrics}
                metrics |= names_of_selector
                values |= {
                    (name, m.name)
                    for m in iter_required_matchers(judged)
                    for name in names_of_selector
                }
    return MetricRequest(metrics=metrics, values=values)


def _normalise_address(url: str) -> str:
    """Return a URL without a slash at the end.

    Raises:
        ConfigError: The URL is invalid, or contains a user or password.
    """
    if "@" in url.partition("://")[2].partition("/")[0]:
        what = "a URL of --metrics contains a user or password, which is not supported"
        raise ConfigError(what, hint="Use a URL without credentials, or a recorded /metrics page.")
    try:
        parts = urlsplit(url)
        valid = bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        hint = (
            "Write the URL of a Prometheus server, such as http://localhost:9090, or of an"
            " exporter, such as http://localhost:9100/metrics."
        )
        raise ConfigError(f"{url!r} is not a valid URL", hint=hint)
    return url.rstrip("/")


def _iter_files(source: str, root: Path) -> Iterator[Path]:
    path = root / source
    if path.is_dir():
        yield from sorted(file for file in path.iterdir() if file.suffix in SUFFIXES)
    else:
        yield path


def _read_text(path: Path) -> str:
    """Return the text of a file or of a pipe, such as `<(curl ...)`."""
    place = Place(file=str(path))
    try:
        return read_content(path, place, pipe_seconds=PIPE_SECONDS).decode()
    except UnicodeDecodeError as error:
        raise DeclarationError(
            f"the file is not UTF-8: byte {error.start} is invalid", where=str(path)
        ) from None
