"""Random queries over the series of `test_equal_values.py`, similar to queries of panels."""

from __future__ import annotations

from random import Random

_LABELS = ("instance", "job", "code", "le")
_METRICS = ("latency_bucket", "memory_bytes", "requests_total")
_OVER_RANGE = ("rate", "increase", "delta", "max_over_time", "avg_over_time", "last_over_time")
_AGGREGATIONS = ("sum", "avg", "min", "max", "count", "group", "stddev")
_OPERATORS = ("+", "-", "*", "/", "and", "or", "unless", ">")
_MATCHINGS = ("", " on (instance)", " on (instance, job)", " ignoring (code, le)")
_INSTANCES = (
    'instance=~"$instance"',
    'instance!~"$instance"',
    'instance="$one"',
    'instance!="$one"',
)
_AROUND = (
    "abs({})",
    "-{}",
    "{} * 100",
    "absent({})",
    "timestamp({})",
    "vector(scalar({}))",
    "histogram_quantile(0.9, {})",
    'label_replace({}, "x", "$1", "instance", "(.*)")',
    'label_replace({}, "instance", "z", "job", "web")',
)


class QueryMaker:
    """Generates random queries. Equal seeds give equal queries."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def query(self) -> str:
        """Return a random query that contains an aggregation."""
        return self._aggregation(3) if self._chance(0.6) else self._vector(3)

    def _vector(self, depth: int) -> str:
        if depth == 0 or self._chance(0.3):
            return self._samples()
        if self._chance(0.5):
            return self._aggregation(depth - 1)
        if self._chance(0.5):
            return self._one(_AROUND).format(self._vector(depth - 1))
        operator, matching = self._one(_OPERATORS), self._one(_MATCHINGS)
        return f"({self._vector(depth - 1)} {operator}{matching} {self._vector(depth - 1)})"

    def _aggregation(self, depth: int) -> str:
        labels = ", ".join(self._random.sample(_LABELS, self._random.randint(0, 2)))
        grouping = self._one(("", f" by ({labels}) ", f" without ({labels}) "))
        return f"{self._one(_AGGREGATIONS)}{grouping}({self._vector(depth)})"

    def _samples(self) -> str:
        metric = self._one(_METRICS)
        chosen = [*self._matchers(metric)]
        selector = f"{metric}{{{','.join(chosen)}}}" if chosen else metric
        if self._chance(0.6):
            return f"{self._one(_OVER_RANGE)}({selector}[{self._one(('1m', '90s', '2m'))}])"
        return f"{selector} offset 30s" if self._chance(0.2) else selector

    def _matchers(self, metric: str) -> list[str]:
        found = []
        if self._chance(0.7):
            found.append(self._one(_INSTANCES))
        if self._chance(0.35):
            found.append(self._one(('job="$job"', 'job=~"$job"', 'job="web"')))
        if metric == "requests_total" and self._chance(0.4):
            found.append(self._one(('code="500"', 'code=~"5..|4.."')))
        return found

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _one(self, values: tuple[str, ...]) -> str:
        return self._random.choice(values)
