"""Reads SLOs (service level objectives) from OpenSLO specifications, which are YAML documents of
kind `SLO` and version `openslo/v1` or `openslo/v1alpha`.

The queries in a specification must be PromQL with the placeholder `{{.window}}`, as in Sloth's
specifications. A specification with a time-slice budget, a calendar window or a threshold metric is
refused, because boardwright computes burn rates only from counts of events over rolling windows.

Source: https://github.com/OpenSLO/OpenSLO
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from boardwright.rules.declared_specs import DeclaredIndicator, declare_at, read_query
from boardwright.rules.service_levels import ServiceLevel, slo
from boardwright.rules.spec_nodes import SpecNode

_UNITS = {"Minute": "m", "Hour": "h", "Day": "d", "Week": "w"}
_OTHER_KINDS = frozenset(
    {"AlertCondition", "AlertNotificationTarget", "AlertPolicy", "DataSource", "Service", "SLI"}
)
_QUERY = (
    "Write PromQL in metricSource.spec.query, with {{.window}} instead of a fixed window, such as "
    "rate(x[{{.window}}])."
)


def is_openslo(document: SpecNode) -> bool:
    """Return whether a document is an OpenSLO specification."""
    data = document.data
    return isinstance(data, dict) and str(data.get("apiVersion", "")).startswith("openslo/")


def read_openslo(document: SpecNode, indicators: Mapping[str, SpecNode]) -> Iterator[ServiceLevel]:
    """Yield the SLOs in a document.

    Args:
        document: An OpenSLO document of any kind. Only documents of kind `SLO` contain SLOs.
        indicators: Name of an SLI -> the document of kind `SLI`.

    Raises:
        DeclarationError: A value is missing or wrong. The error contains the line of the value.
    """
    kind = document.require_child("kind")
    if kind.get_text() in _OTHER_KINDS:
        return
    if kind.data != "SLO":
        raise kind.build_error(
            f"is {kind.data!r}, which is not a kind of OpenSLO document",
            "Write a kind from the OpenSLO specification, such as SLO or SLI.",
        )
    spec = document.require_child("spec")
    name = document.require_child("metadata").require_child("name").get_text()
    _refuse_time_slices(spec)
    objectives = [*spec.require_child("objectives").get_items()]
    for index, objective in enumerate(objectives):
        ending = f"-{index}" if len(objectives) > 1 else ""
        yield _read_objective(spec, objective, f"{name}{ending}", indicators)


def _refuse_time_slices(spec: SpecNode) -> None:
    method = spec.find("budgetingMethod")
    if method is not None and method.data != "Occurrences":
        raise method.build_error(
            f"is {method.data!r}, but boardwright supports only Occurrences",
            "Write budgetingMethod: Occurrences, which counts good and bad events.",
        )


def _read_objective(
    spec: SpecNode, objective: SpecNode, name: str, indicators: Mapping[str, SpecNode]
) -> ServiceLevel:
    percent = objective.find("targetPercent")
    target = percent or objective.require_child("target")
    number = Decimal(str(target.number()))
    ratio = _find_ratio_metric(spec, objective, indicators)
    description = spec.find("description")
    service = spec.find("service")
    labels = {"service": service.get_text()} if service else {}
    return declare_at(
        target,
        lambda: slo(
            name,
            objective=number if percent else number * 100,
            **_read_indicator(ratio),
            window=_read_window(spec),
            labels=labels,
            description=" ".join(description.get_text().split()) if description else "",
        ),
    )


def _find_ratio_metric(
    spec: SpecNode, objective: SpecNode, indicators: Mapping[str, SpecNode]
) -> SpecNode:
    """Return the ratio metric, which is in the objective in v1alpha, and in the indicator in v1."""
    if own := objective.find("ratioMetrics"):
        return own
    reference = spec.find("indicatorRef")
    if reference is not None:
        sli = indicators.get(reference.get_text())
        if sli is None:
            raise reference.build_error(
                f"is {reference.data!r}, but the file contains no SLI with this name"
            )
        source = sli.require_child("spec")
    else:
        source = spec.require_child("indicator").require_child("spec")
    if threshold := source.find("thresholdMetric"):
        raise threshold.build_error(
            "is a threshold metric, which boardwright does not support",
            "Write a ratioMetric instead, with the keys good and total, or bad and total.",
        )
    return source.require_child("ratioMetric")


def _read_indicator(ratio: SpecNode) -> DeclaredIndicator:
    raw = ratio.find("raw")
    if raw is not None:
        kind = ratio.require_child("rawType")
        query = _read_query(raw)
        return {"error_ratio": query if kind.data == "failure" else f"1 - ({query})"}
    total = _read_query(ratio.require_child("total"))
    if bad := ratio.find("bad"):
        return {"errors": _read_query(bad), "total": total}
    return {"good": _read_query(ratio.require_child("good")), "total": total}


def _read_query(metric: SpecNode) -> str:
    """Return the PromQL in the key `query` (v1alpha) or `metricSource.spec.query` (v1)."""
    query = metric.find("query")
    if query is None:
        source = metric.require_child("metricSource")
        kind = source.find("type")
        if kind is not None and str(kind.data).lower() != "prometheus":
            raise kind.build_error(
                f"is {kind.data!r}, but boardwright supports only Prometheus",
                "Use a metricSource of the type Prometheus.",
            )
        spec = source.require_child("spec")
        query = spec.find("query")
        if query is None:
            raise spec.build_error("has no key query", _QUERY)
    return read_query(query)


def _read_window(spec: SpecNode) -> str:
    windows = spec.find("timeWindow") or spec.find("timeWindows")
    if windows is None:
        return "30d"
    items = [*windows.get_items()]
    if len(items) != 1:
        raise windows.build_error(f"has {len(items)} windows, but must have exactly one")
    (window,) = items
    if window.find("calendar") or (window.data or {}).get("isRolling") is False:
        raise window.build_error(
            "is a calendar window, but boardwright supports only rolling windows",
            "Remove the key calendar, and set isRolling to true.",
        )
    if duration := window.find("duration"):
        return duration.get_text()
    unit = window.require_child("unit")
    letter = _UNITS.get(unit.get_text())
    if letter is None:
        raise unit.build_error(
            f"is {unit.data!r}, but must be one of {', '.join(_UNITS)}",
        )
    return f"{window.require_child('count').number():g}{letter}"
