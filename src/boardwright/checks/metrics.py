"""Emitted metrics with types, labels and label values, and the parser for `/metrics` pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Protocol

from boardwright.checks.expected_metrics import NOTHING_PROMISED, ExpectedMetrics
from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.notation.expositions import iter_metric_families


@frozen
class Metric:
    """One metric, under the name that Prometheus stores, such as `http_requests_total`.

    Attributes:
        name: The name that queries select.
        type: `counter`, `gauge`, `histogram`, `summary`, `info`, `stateset`, or `unknown`. The
            series `_bucket`, `_count` and `_sum` of a histogram also have the type `histogram`.
        labels: Name of a label -> all values of the label. The values are missing if they were not
            requested from the server. A recorded `/metrics` page lacks the labels that Prometheus
            adds during a scrape (`job`, `instance`).
    """

    name: str
    type: str
    labels: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))


class Catalogue(Protocol):
    """The metrics that the servers and files in the option `--metrics` contain."""

    @property
    def names(self) -> Collection[str]:
        """The names of all metrics."""
        ...

    @property
    def added_labels(self) -> frozenset[str] | None:
        """The labels that a scrape may add to any series; None if these labels are unknown."""
        ...

    @property
    def promised(self) -> ExpectedMetrics:
        """The metrics that queries may use although no target emits these metrics now."""
        ...

    def find_metric(self, name: str) -> Metric | None:
        """Return the metric with this name; None if it does not exist."""
        ...


@frozen(kw_only=False)
class MetricCatalogue:
    """Metrics in memory, read from one or more servers or files."""

    metrics: Mapping[str, Metric]
    added_labels: frozenset[str] | None = frozenset({"instance", "job"})
    promised: ExpectedMetrics = NOTHING_PROMISED

    @property
    def names(self) -> Collection[str]:
        """The names of all metrics."""
        return self.metrics.keys()

    def find_metric(self, name: str) -> Metric | None:
        """Return the metric with this name; None if it does not exist."""
        return self.metrics.get(name)


def join_catalogues(catalogues: Iterable[MetricCatalogue]) -> MetricCatalogue:
    """Return one catalogue with the metrics of all given catalogues. If several catalogues contain
    the same metric, their label values are combined.
    """
    metrics: dict[str, Metric] = {}
    added: frozenset[str] | None = frozenset()
    for catalogue in catalogues:
        for name, metric in catalogue.metrics.items():
            known = metrics.get(name)
            metrics[name] = metric if known is None else _merge_metrics(known, metric)
        both = added is not None and catalogue.added_labels is not None
        added = (added or frozenset()) | (catalogue.added_labels or frozenset()) if both else None
    return MetricCatalogue(metrics, added)


def _merge_metrics(one: Metric, other: Metric) -> Metric:
    labels = dict(one.labels)
    for label, values in other.labels.items():
        labels[label] = labels.get(label, frozenset()) | values
    kind = one.type if one.type != "unknown" else other.type
    return Metric(name=one.name, type=kind, labels=labels)


def read_exposition(text: str, *, where: str) -> MetricCatalogue:
    """Return the metrics of a recorded exposition, which is the text of a `/metrics` page.

    Args:
        text: The exposition, in Prometheus' text format or in OpenMetrics format.
        where: Path of the file, for the error message.

    Raises:
        DeclarationError: The text is not an exposition.
    """
    values: dict[str, dict[str, set[str]]] = {}
    types: dict[str, str] = {}
    try:
        for family in iter_metric_families(text):
            for sample in family.samples:
                types.setdefault(sample.name, family.type)
                labels = values.setdefault(sample.name, {})
                for label, value in sample.labels.items():
                    labels.setdefault(label, set()).add(value)
    except (ValueError, KeyError, IndexError) as error:
        raise DeclarationError(
            f"is not a recorded /metrics page: {error}",
            where=where,
            hint="Record one with: curl -s http://HOST:PORT/metrics > NAME.prom",
        ) from None
    return MetricCatalogue(
        {
            name: Metric(
                name=name,
                type=types[name],
                labels={label: frozenset(label_values) for label, label_values in labels.items()},
            )
            for name, labels in values.items()
        }
    )
