"""The settings of the project and of the command line, for check rules."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

from boardwright.checks.prometheus_rule import PrometheusRule
from boardwright.checks.recorded_labels import derive_recorded_labels
from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.promql.bounds import compute_shape
from boardwright.promql.expression import Expression
from boardwright.promql.result_labels import UNKNOWN, ResultLabels, SeriesLabels, derive_labels

if TYPE_CHECKING:
    from boardwright.checks.metrics import Catalogue
    from boardwright.schema.document import Place


@frozen
class DataSourceFact:
    """A data source that the project or a provisioning file of Grafana declares.

    Attributes:
        time_interval: The text in `jsonData.timeInterval`, such as `30s`; None if it is missing.
        place: File and line of the declaration.
        version: The version of the data source's Prometheus; None if it is not configured.
    """

    name: str
    type: str
    uid: str
    place: Place
    default: bool = False
    time_interval: str | None = None
    version: str | None = None


@frozen
class ServerPromql:
    """The PromQL that a running Prometheus supports.

    Attributes:
        version: The version that the server reports; empty if it reports none.
        enabled: The functions, operators and modifiers that the server lists as enabled; empty if
            it lists none.
    """

    version: str = ""
    enabled: frozenset[str] = frozenset()


@frozen
class Settings:
    """The settings of the project and of the command line.

    Without a project, the settings have default values.

    Attributes:
        in_project: Whether a `boardwright.toml` exists.
        scrape_interval: The scrape interval in milliseconds; 15 s if there is no project.
        window: The project's default range for `rate`, such as `5m`; None for boardwright's
            default.
        datasources: The data sources that the project declares.
        catalogue: The emitted metrics; None without `--metrics`.
        rules: All known recording rules and alerts: the rules of the project, and the rules in rule
            files.
        shown: The shapes (see `compute_shape`) of the queries of all boards of the project; None if
            not all boards are known.
        retention: How long Prometheus keeps samples, in milliseconds; None if unknown.
        alert_labels: The labels that each alert must have.
        alert_annotations: The annotations that each alert must have.
        server: The PromQL that the Prometheus of `--metrics` supports. It is also assumed for data
            sources whose Prometheus version is not configured.
    """

    in_project: bool = False
    scrape_interval: int = 15_000
    window: str | None = None
    datasources: tuple[DataSourceFact, ...] = ()
    catalogue: Catalogue | None = None
    rules: tuple[PrometheusRule, ...] = ()
    shown: frozenset[Hashable] | None = None
    retention: int | None = None
    alert_labels: tuple[str, ...] = ("severity",)
    alert_annotations: tuple[str, ...] = ("summary",)
    server: ServerPromql = ServerPromql()

    @lazy_property
    def recorded_shapes(self) -> Mapping[Hashable, str]:
        """Shape of a recording rule's expression -> name of the recorded series.

        `compute_shape` defines the shape. Rules that set labels are omitted. Rules whose expression
        is only a selector are omitted, too, because they only copy series under a new name.
        """
        return {
            compute_shape(rule.expression.tree): rule.name
            for rule in self.rules
            if rule.records
            and not rule.labels
            and rule.expression.tree is not None
            and rule.expression.tree.bare.children
        }

    @lazy_property
    def recorded_labels(self) -> SeriesLabels:
        """Name of a recorded series -> labels of the series."""
        return derive_recorded_labels(self.rules)

    def derive_labels(self, expression: Expression) -> ResultLabels:
        """Return the labels of an expression's result. If the expression reads recorded series, the
        labels of these series are used.
        """
        tree = expression.tree
        return UNKNOWN if tree is None else derive_labels(tree, self.recorded_labels)

    def derive_rule_labels(self, rule: PrometheusRule) -> ResultLabels:
        """Return the labels of the result of a rule's expression. If the expression reads recorded
        series, only the recording rules of the same Prometheus are considered.
        """
        tree = rule.expression.tree
        known = self._recorded_labels_by_server.get(rule.loaded_with, {})
        return UNKNOWN if tree is None else derive_labels(tree, known)

    @lazy_property
    def _recorded_labels_by_server(self) -> dict[str, SeriesLabels]:
        """Value of `PrometheusRule.loaded_with` -> the labels of the series that the rules with
        this value record.
        """
        rules: dict[str, list[PrometheusRule]] = {}
        for rule in self.rules:
            rules.setdefault(rule.loaded_with, []).append(rule)
        return {key: derive_recorded_labels(together) for key, together in rules.items()}

    @lazy_property
    def default_datasource(self) -> DataSourceFact | None:
        """The data source of queries that name no data source: the declared default or, if there is
        none, the first data source. None if the project declares no data source.
        """
        default = next((source for source in self.datasources if source.default), None)
        return default or next(iter(self.datasources), None)

    def find_datasource(self, name: str) -> DataSourceFact | None:
        """Return the project's data source with this name or uid; None if it does not exist."""
        return next((s for s in self.datasources if name in (s.uid, s.name)), None)
