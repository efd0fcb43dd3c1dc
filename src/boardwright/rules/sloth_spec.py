"""Reads SLOs (service level objectives) from Sloth specifications: files with
`version: prometheus/v1`, and Sloth's Kubernetes resources.

Source: https://sloth.dev/specs/default/v1/ and https://sloth.dev/specs/kubernetes/v1/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boardwright.rules.burn_rates import BurnRate, list_default_burn_rates
from boardwright.rules.declared_specs import DeclaredIndicator, declare_at, read_query
from boardwright.rules.service_levels import ServiceLevel, slo
from boardwright.rules.spec_nodes import SpecNode

VERSION = "prometheus/v1"
KIND = "PrometheusServiceLevel"
SEVERITIES = ("page", "ticket")
WINDOW = "30d"
"""The window of all SLOs in Sloth specifications, which contain no window. Sloth's default is 30d,
and users change it with an option of the command `sloth`.
"""


def is_sloth(document: SpecNode) -> bool:
    """Return whether a document is a Sloth specification."""
    data = document.data
    return isinstance(data, dict) and (data.get("version") == VERSION or data.get("kind") == KIND)


def read_sloth(document: SpecNode) -> Iterator[ServiceLevel]:
    """Yield the SLOs in a specification.

    Raises:
        DeclarationError: A value is missing or wrong. The error contains the line of the value.
    """
    top = document.require_child("spec") if document.data.get("kind") == KIND else document
    service = top.require_child("service").get_text()
    labels = _read_labels(top)
    for item in top.require_child("slos").get_items():
        yield _read_objective(item, service, labels)


def _read_labels(node: SpecNode) -> dict[str, str]:
    return _read_texts(node, "labels")


def _read_texts(node: SpecNode | None, key: str) -> dict[str, str]:
    child = node.find(key) if node else None
    return child.get_texts() if child else {}


def _read_objective(item: SpecNode, service: str, labels: dict[str, str]) -> ServiceLevel:
    name = item.require_child("name").get_text()
    objective = item.require_child("objective")
    sli = item.require_child("sli")
    if plugin := sli.find("plugin"):
        raise plugin.build_error("is an SLI plugin, which only Sloth can run", _PLUGIN)
    alerting = item.find("alerting")
    alert_name = alerting.find("name") if alerting else None
    description = item.find("description")
    rates = _list_enabled_rates(alerting)
    severities = {rate.severity for rate in rates}
    level = declare_at(
        objective,
        lambda: slo(
            f"{service}-{name}",
            objective=objective.number(),
            **_read_indicator(sli),
            labels={**labels, **_read_labels(item)},
            description=description.get_text() if description else "",
            alert_name=alert_name.get_text() if alert_name else None,
            alert_labels={
                severity: _read_alert_labels(alerting, severity) for severity in severities
            },
            annotations=_read_texts(alerting, "annotations"),
            burn_rates=rates or None,
        ),
    )
    return level if rates else replace(level, burn_rates=())  # recorded without alerts


_PLUGIN = (
    "Write PromQL queries as sli.events.error_query and sli.events.total_query, or as "
    "sli.raw.error_ratio_query."
)


def _read_indicator(sli: SpecNode) -> DeclaredIndicator:
    if events := sli.find("events"):
        errors = _read_query(events, "error_query")
        return {"errors": errors, "total": _read_query(events, "total_query")}
    if raw := sli.find("raw"):
        return {"error_ratio": _read_query(raw, "error_ratio_query")}
    raise sli.build_error("has neither the key events nor the key raw", _PLUGIN)


def _read_query(node: SpecNode, key: str) -> str:
    return read_query(node.require_child(_find_key_spelling(node, key)))


def _find_key_spelling(node: SpecNode, key: str) -> str:
    """Return `errorQuery` for `error_query` if the node has the key `errorQuery`."""
    first, *others = key.split("_")
    camel = first + "".join(map(str.capitalize, others))
    return camel if node.find(camel) else key


def _find_alert(alerting: SpecNode | None, severity: str) -> SpecNode | None:
    """Return the value of the key `page_alert` or `ticket_alert`."""
    return alerting.find(_find_key_spelling(alerting, f"{severity}_alert")) if alerting else None


def _read_alert_labels(alerting: SpecNode | None, severity: str) -> dict[str, str]:
    return {
        **_read_texts(alerting, "labels"),
        **_read_texts(_find_alert(alerting, severity), "labels"),
    }


def _list_enabled_rates(alerting: SpecNode | None) -> list[BurnRate]:
    """Return the default burn rates without the alerts that the specification disables."""
    disabled = set()
    for severity in SEVERITIES:
        alert_node = _find_alert(alerting, severity)
        flag = alert_node.find("disable") if alert_node else None
        if flag is not None and flag.data is True:
            disabled.add(severity)
    return [rate for rate in list_default_burn_rates(WINDOW) if rate.severity not in disabled]
