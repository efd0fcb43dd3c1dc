"""What series look like: labels and values of metrics from recorded expositions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from types import MappingProxyType

from boardwright.frozen import frozen

Labels = Mapping[str, Sequence[str]]


@frozen
class SampleCatalogue:
    """Metric -> label -> some of its values."""

    metrics: Mapping[str, Labels] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def labels(self, metric: str) -> Labels:
        """Return what is known of a metric's labels; nothing of one that nobody recorded."""
        return self.metrics.get(metric, {})

    def values(self, metric: str, label: str) -> tuple[str, ...]:
        """Return some values of a label: of the metric, or else of any."""
        found = self.labels(metric).get(label)
        if found is None:
            found = next((m[label] for m in self.metrics.values() if label in m), ())
        return tuple(found)
