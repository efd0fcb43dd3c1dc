"""Metrics that a query may use although no target emits these metrics now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from fnmatch import fnmatchcase
from types import MappingProxyType

from boardwright.frozen import frozen

_PROMETHEUS_OWN = re.compile(r"up|ALERTS(?:_FOR_STATE)?|scrape_\w+")
"""Matches the names of series that Prometheus itself creates."""


@frozen
class ExpectedMetrics:
    """The metrics that queries may use although no target emits these metrics now.

    Attributes:
        recorded: Name of a recorded metric -> the metrics in the expression of its recording rule.
        optional: Patterns of metric names that only some machines emit. `*` matches any text, and
            `?` matches any single character.
        all_rules: Whether all recording rules are known. If False, every name that contains a colon
            is accepted as a recorded metric.
    """

    recorded: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    optional: tuple[str, ...] = ()
    all_rules: bool = False

    def excuses(self, name: str) -> bool:
        """Return whether queries may use a metric although nothing emits the metric."""
        if ":" in name and not self.all_rules:
            return True
        return name in self.recorded or self.is_optional(name) or is_own(name)

    def is_optional(self, name: str) -> bool:
        """Return whether one of the optional patterns matches a metric."""
        return any(fnmatchcase(name, pattern) for pattern in self.optional)

    @property
    def examples(self) -> Iterator[str]:
        """The names of expected metrics: all recorded names, and one example name for each
        optional pattern.
        """
        yield from self.recorded
        yield from (pattern.replace("*", "x").replace("?", "x") for pattern in self.optional)


NOTHING_PROMISED = ExpectedMetrics()


def is_own(name: str) -> bool:
    """Return whether Prometheus itself creates the series of this name: `up`, `ALERTS`,
    `scrape_...`.
    """
    return _PROMETHEUS_OWN.fullmatch(name) is not None
