"""Determines the type of a metric, such as counter or gauge.

The type of a metric is known if `--metrics` or the list of well-known exporters in
`metric_types.txt` contains the metric. Otherwise the name only suggests a type. A problem that
relies on such a suggestion is a guess, and its message mentions the name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from boardwright.checks.settings import Settings
from boardwright.frozen import frozen

_STATES = frozenset(
    {
        *("active", "allocated", "available", "awaiting", "blocked", "cached", "capacity"),
        *("confirmed", "published", "subscribed", "unconfirmed"),
        *("concurrent", "configured", "connected", "current", "currently", "down", "draining"),
        *("enabled", "free", "healthy", "heap", "idle", "inactive", "inflight", "length", "limit"),
        *("live", "loaded", "max", "maximum", "mem", "memory", "min", "now", "open", "outstanding"),
        *("pending", "pool", "present", "queue", "queued", "quota", "ram", "ready", "registered"),
        *(
            "remaining",
            "reserved",
            "running",
            "size",
            "space",
            "storage",
            "stored",
            "swap",
            "unavailable",
        ),
        *("unhealthy", "up", "uptime", "used", "waiting", "with"),
    }
)
"""Words that describe a current state or a size. A metric whose name contains one of these words,
such as `pending_requests_total`, can fall although its name ends in `_total`.
"""
_EVENTS = frozenset(
    {
        *("aborts", "attempts", "bytes", "call", "calls", "commits", "counter", "crashes"),
        *("downloads", "drops", "error", "errors", "event", "events", "evictions", "exceptions"),
        *("executions", "failure", "failures", "hit", "hits", "invocations", "iterations"),
        *("message", "messages", "misses", "operation", "operations", "ops", "packets", "queries"),
        *("reads", "receive", "request", "requests", "resets", "response", "responses", "restarts"),
        *("results", "retries", "rollbacks", "runs", "seconds", "success", "successes", "timeout"),
        *("timeouts", "tokens", "transactions", "transmit", "updates", "uploads", "writes"),
    }
)
"""Nouns for events. A metric that counts events, such as `http_requests_total`, only grows. A
metric that counts things, such as `threads_total`, can fall.
"""
_PARTICIPLE = re.compile(r"\w{2,}ed|sent|read|written|lost")
"""Matches words such as "received" in `bytes_received_total`, which also show that a metric counts
events.
"""
_GAUGES = re.compile(
    "|".join(
        (
            r"up",
            r"scrape_(?:duration_seconds|samples_\w+|series_added)",
            r"probe_(?:success|duration_seconds|http_status_code)",
            r"\w+_(?:info|ratio|celsius|percent|percentage|utilization)",
            r"\w+_(?:resident|virtual)_memory_bytes",
            r"node_memory_[A-Z]\w*(?<!_total)",
            r"node_filesystem_(?:avail|files|files_free|free|size)",
            r"kube_\w+_status_(?:phase|ready|condition|capacity|allocatable)",
            r"kube_\w+_(?:spec_replicas|resource_requests|resource_limits)",
            r"jvm_memory_(?:used|committed|max)_bytes|jvm_memory_bytes_(?:used|committed|max)",
            r"jvm_threads_(?:current|daemon|live|peak)(?:_threads)?",
        )
    )
)
"""Matches names that suggest a gauge. Some have an ending that Prometheus' naming rules reserve for
gauges. Other names are metrics of well-known programs that `metric_types.txt` lacks.
"""
_SERIES_ENDING = re.compile(r"_(?:bucket|count|sum)$")

_TIMESTAMP = re.compile(
    r"[\w:]*_(?:timestamp|(?:boot|start|current)_time)(?:_in)?(?:_seconds)?|node_time(?:_seconds)?"
)


@frozen
class MetricType:
    """The type of a metric, which is known or guessed.

    Attributes:
        name: Name of the metric.
        type: `counter` if the values only grow, as in the series of a histogram. Otherwise `gauge`,
            `info`, `summary`, ...
        known: Whether the type is declared by a server or by `metric_types.txt`. If False, only the
            name suggests the type.
    """

    name: str
    type: str
    known: bool

    def __str__(self) -> str:
        """Return the metric's name and type as text for messages."""
        if self.known:
            return f"the {self.type} {self.name}"
        return f"{self.name} ({self.type}, judging by its name)"


def find_metric_type(name: str, settings: Settings) -> MetricType | None:
    """Return the type of a metric; None if neither `--metrics` nor `metric_types.txt` contains the
    metric, and its name suggests no type.

    The series `_bucket`, `_sum` and `_count` of a histogram or summary are counters, and so are
    native histograms.
    """
    recorded = settings.catalogue.find_metric(name) if settings.catalogue else None
    if recorded is not None and recorded.type != "unknown":
        return MetricType(name=name, type=_derive_series_type(name, recorded.type), known=True)
    return _find_known_type(name) or _guess_type(name)


def is_timestamp(name: str) -> bool:
    """Return whether a metric's name describes a point in time, such as a start time. The values of
    such a metric only grow.
    """
    return _TIMESTAMP.fullmatch(name) is not None


def has_known_unit(name: str) -> bool:
    """Return whether a metric certainly has the unit at the end of its name: `_bytes`, `_seconds`.

    This is certain for the metrics in `metric_types.txt`, because their help texts name the same
    units.
    """
    return name in _read_types() or read_base_name(name) in _read_types()


def read_base_name(name: str) -> str:
    """Return a series name without `_bucket`, `_sum` or `_count`, which is the name of the
    histogram or summary.
    """
    return _SERIES_ENDING.sub("", name)


@lru_cache(maxsize=8192)
def _find_known_type(name: str) -> MetricType | None:
    for known in (name, read_base_name(name)):
        if known in _read_types():
            return MetricType(
                name=name, type=_derive_series_type(name, _read_types()[known]), known=True
            )
    return None


def _derive_series_type(name: str, kind: Literal["counter"] | str) -> str:
    """Return the type of one series of a metric. Every series of a histogram is a counter, except
    the series `_created`, which is a gauge.
    """
    if kind == "histogram":
        return "gauge" if name.endswith("_created") else "counter"
    return "counter" if kind == "summary" and name.endswith(("_count", "_sum")) else kind


@lru_cache(maxsize=8192)
def _guess_type(name: str) -> MetricType | None:
    if ":" in name:
        return None
    if name.endswith("_total"):
        return _build_guess(name, "counter") if _counts_events(name) else None
    if name.endswith("_bucket"):
        return _build_guess(name, "counter")
    return _build_guess(name, "gauge") if _GAUGES.fullmatch(name) else None


def _build_guess(name: str, kind: str) -> MetricType:
    return MetricType(name=name, type=kind, known=False)


def _counts_events(name: str) -> bool:
    """Return whether a metric `x_total` counts events, and is not the current number of things."""
    words = name.removesuffix("_total").split("_")
    if _STATES.intersection(words):
        return False
    return words[-1] in _EVENTS or any(map(_PARTICIPLE.fullmatch, words))


@cache
def _read_types() -> dict[str, str]:
    text = files(__package__).joinpath("metric_types.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return dict(line.split() for line in lines)
