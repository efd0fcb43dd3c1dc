"""The settings of the project and the command line that rules can read."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from boardwright.checks.prometheus_rule import PrometheusRule
from boardwright.checks.recorded_labels import read_recorded_labels
from boardwright.frozen import frozen
from boardwright.promql.bounds import shape_of
from boardwright.promql.expression import Expression
from boardwright.promql.result_labels import UNKNOWN, ResultLabels, SeriesLabels, labels_of

if TYPE_CHECKING:
    from boardwright.checks.metrics import Catalogue
    from boardwright.schema.document import Place


@frozen
class DataSourceFact:
    """A data source that the project, or a provisioning file, declares.

    Attributes:
        time_interval: `jsonData.timeInterval` as written; None when it is not.
        place: Where it is declared.
        version: The version of its Prometheus; None when it is not configured.
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
    """The PromQL of a running Prometheus.

    Attributes:
        version: The version that it reports; empty for none.
        enabled: The functions, operators and modifiers that it lists as enabled; empty where it
            lists none.
    """

    version: str = ""
    enabled: frozenset[str] = frozenset()


@frozen
class Settings:
    """The project's settings; outside a project, these defaults.

    Attributes:
        in_project: Whether there is a `boardwright.toml`.
        scrape_interval: The scrape interval in milliseconds; outside a project 15 s.
        window: The project's default window, as written; None for that of this package.
        datasources: The data sources of the project.
        catalogue: The emitted metrics; None without `--metrics`.
        rules: All rules that are known: of the project, and of rule files.
        shown: The shapes of the queries of all boards of the project; None where some are unknown.
        retention: How long Prometheus keeps samples, in milliseconds; None where not known.
        alert_labels: The labels that each alert has to have.
        alert_annotations: The annotations that each alert has to have.
        server: The PromQL of the Prometheus of `--metrics`; it counts for data sources without a
            configured version.
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

    @cached_property
    def recorded_shapes(self) -> Mapping[Hashable, str]:
        """The expressions of recording rules -> the names of the recorded series.

        Expressions without a call or an operator are left out: a recorded selector is a new name.
        """
        return {
            shape_of(rule.expression.tree): rule.name
            for rule in self.rules
            if rule.records
            and not rule.labels
            and rule.expression.tree is not None
            and rule.expression.tree.bare.children
        }

    @cached_property
    def recorded_labels(self) -> SeriesLabels:
        """The names of recorded series -> the labels that the series have."""
        return read_recorded_labels(self.rules)

    def labels_of(self, expression: Expression) -> ResultLabels:
        """Return the labels of an expression's result, recorded series included."""
        tree = expression.tree
        return UNKNOWN if tree is None else labels_of(tree, self.recorded_labels)

    @cached_property
    def default_datasource(self) -> DataSourceFact | None:
        """The data source of queries that name none; None when it is not known."""
        default = next((source for source in self.datasources if source.default), None)
        return default or next(iter(self.datasources), None)

    def datasource(self, name: str) -> DataSourceFact | None:
        """Return the project's data source of that name or uid."""
        return next((s for s in self.datasources if name in (s.uid, s.name)), None)
