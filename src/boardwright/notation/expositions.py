"""Reads the metrics and samples in an exposition, which is the text of a `/metrics` page."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric
    from prometheus_client.samples import Sample


def iter_metric_families(text: str) -> Iterator[Metric]:
    """Yield each metric of an exposition with its type and its samples.

    If the text ends with `# EOF`, it is parsed as OpenMetrics; otherwise, as Prometheus's text
    format. Source: https://prometheus.io/docs/specs/om/open_metrics_spec/.

    Raises:
        ValueError, KeyError, IndexError: The text is not an exposition.
    """
    # imported here, because most commands read no exposition
    from prometheus_client import parser as plain
    from prometheus_client.openmetrics import parser as openmetrics

    parser = openmetrics if text.rstrip().endswith("# EOF") else plain
    yield from parser.text_string_to_metric_families(text)


def iter_samples(text: str) -> Iterator[Sample]:
    """Yield the samples of all metrics of an exposition.

    Raises:
        ValueError, KeyError, IndexError: The text is not an exposition.
    """
    for family in iter_metric_families(text):
        yield from family.samples
