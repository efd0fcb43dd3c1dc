"""The sources of `--metrics`: recorded expositions, targets, Prometheus."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from boardwright.checks.emitted import judged_matchers, judged_selectors
from boardwright.checks.metrics import MetricCatalogue, join_catalogues, read_exposition
from boardwright.checks.promised import Promised
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
"""File name patterns of recorded expositions in folders."""
_SCHEMES = ("http://", "https://")


@frozen
class Sources:
    """Sources of metrics.

    Attributes:
        recorded: The metrics of all expositions.
        live: All Prometheus servers; their labels are read when needed.
    """

    recorded: tuple[MetricCatalogue, ...]
    live: tuple[LivePrometheus, ...]

    @property
    def promql(self) -> ServerPromql:
        """The PromQL of the live Prometheus; of nothing where there are none or several."""
        return self.live[0].promql if len(self.live) == 1 else ServerPromql()

    @property
    def names(self) -> MetricCatalogue:
        """All metrics, those of a live Prometheus without labels."""
        return join_catalogues((*self.recorded, *(live.recorded for live in self.live)))

    def with_labels(self, wanted: MetricRequest) -> MetricCatalogue:
        """Return all metrics, with the labels of the required ones.

        Raises:
            ServerError: A Prometheus does not answer.
        """
        return join_catalogues((*self.recorded, *(live.with_labels(wanted) for live in self.live)))


def read_sources(
    sources: Sequence[str], *, root: Path, prometheus: PrometheusServer | None = None
) -> Sources | None:
    """Return the metrics of the sources; None when there are none.

    Args:
        sources: Files or folders of recorded expositions, addresses of targets' metrics, or
            of Prometheus.
        root: The folder of relative paths.
        prometheus: The server that gets the login of `[prometheus]` or the environment; None for
            the first address of a Prometheus among the sources.

    Raises:
        DeclarationError: An exposition cannot be read.
        ServerError: A server does not answer.
        ConfigError: An address is invalid.
    """
    if not sources:
        return None
    files = [file for s in sources if not s.startswith(_SCHEMES) for file in _files(s, root)]
    addresses = [_address(source) for source in sources if source.startswith(_SCHEMES)]
    recorded = [read_exposition(_text(file), where=str(file)) for file in files]
    live: list[LivePrometheus] = []
    if addresses:
        from boardwright.commands.checking.live_metrics import ask
        from boardwright.prometheus.login_session import open_prometheus_session
        from boardwright.prometheus.server_settings import PrometheusServer

        url = next((each for each in addresses if not each.endswith("/metrics")), None)
        server = prometheus or PrometheusServer(url=url)
        session = open_prometheus_session(server, environ=os.environ, root=root)
        for address in addresses:
            found = ask(session, address)
            if isinstance(found, MetricCatalogue):
                recorded.append(found)
            else:
                live.append(found)
    return Sources(recorded=tuple(recorded), live=tuple(live))


def catalogue_of(
    sources: Sources,
    *,
    boards: Iterable[BoardView],
    rules: Sequence[PrometheusRule],
    settings: CheckSettings,
) -> MetricCatalogue:
    """Return the emitted metrics for rules.

    Args:
        sources: The sources of metrics.
        boards: The boards to check; a live Prometheus is queried for the metrics that they use.
        rules: The recording rules.
        settings: The settings of the project.

    Raises:
        ServerError: A Prometheus does not answer.
    """
    promised = Promised(
        recorded={rule.name: rule.expression.metrics for rule in rules if rule.records},
        optional=settings.optional_metrics,
        all_rules=bool(sources.live or settings.rule_files),
    )
    names = replace(sources.names, promised=promised)
    if not sources.live:
        return names
    return replace(sources.with_labels(_required_data(boards, names)), promised=promised)


def _required_data(boards: Iterable[BoardView], names: MetricCatalogue) -> MetricRequest:
    """Return the required data about the metrics that boards query."""
    from boardwright.commands.checking.live_metrics import MetricRequest

    metrics: set[str] = set()
    values: set[tuple[str, str]] = set()
    for board in boards:
        with suppress(RecursionError):  # the check itself refuses such a board
            for asked in judged_selectors(board, names):
                found = {metric.name for metric in asked.metrics}
                metrics |= found
                values |= {(name, m.name) for m in judged_matchers(asked) for name in found}
    return MetricRequest(metrics=metrics, values=values)


def _address(url: str) -> str:
    """Return an address in its normal form; a server that needs a login is not queried."""
    if "@" in url.partition("://")[2].partition("/")[0]:
        what = "the address of a --metrics source contains a user or password, which is not sent"
        raise ConfigError(what, hint="Use an address without a login, or a recorded file.")
    try:
        parts = urlsplit(url)
        valid = bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        hint = "Use http://host:port of Prometheus, or http://host:port/metrics of a target."
        raise ConfigError(f"{url!r} is not an address", hint=hint)
    return url.rstrip("/")


def _files(source: str, root: Path) -> Iterator[Path]:
    path = root / source
    if path.is_dir():
        yield from sorted(file for file in path.iterdir() if file.suffix in SUFFIXES)
    else:
        yield path


def _text(path: Path) -> str:
    """Return the text of a file or a pipe, such as `<(curl ...)`."""
    place = Place(file=str(path))
    try:
        return read_content(path, place, pipe_seconds=PIPE_SECONDS).decode()
    except UnicodeDecodeError as error:
        raise DeclarationError(f"is not UTF-8 (byte {error.start})", where=str(path)) from None
