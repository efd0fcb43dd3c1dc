"""The declared alert rules of a project, in the form of Prometheus rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardwright.checks.settings import Settings
from boardwright.checks.views.project_view import ConfigurationView, PrometheusRule
from boardwright.promql.expression import read_expression
from boardwright.schema.alerts import CompiledGroup, CompiledRule
from boardwright.schema.datasource_references import PROMETHEUS
from boardwright.schema.document import Place


def alert_places(groups: Sequence[CompiledGroup]) -> frozenset[Place]:
    """Return the places of the declarations of the rules."""
    return frozenset(rule.place for group in groups for rule in group.rules)


def alert_views(groups: Sequence[CompiledGroup], settings: Settings) -> Iterator[ConfigurationView]:
    """Yield each group with the Prometheus queries of its rules."""
    for group in groups:
        yield ConfigurationView(
            place=group.place,
            scrapes=(),
            datasources=(),
            settings=settings,
            rules=tuple(query for rule in group.rules for query in _queries(rule)),
        )


def _queries(rule: CompiledRule) -> Iterator[PrometheusRule]:
    """Yield a rule's queries; the compiler has refused invalid ones."""
    for step in rule.data["data"]:
        model = step["model"]
        if model["datasource"].get("type") in PROMETHEUS and "expr" in model:
            read = read_expression(str(model["expr"]))
            if read.error is None:
                yield PrometheusRule(
                    name=rule.title, records=False, expression=read, place=rule.place
                )
