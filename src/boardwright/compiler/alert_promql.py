"""Checks that the queries of alert rules are PromQL.

Grafana saves an alert rule even if its query has a syntax error, but cannot evaluate the rule.
"""

from __future__ import annotations

from collections.abc import Iterable

from boardwright.compiler.alert_texts import build_alert_rule_error
from boardwright.compiler.context import CompilerContext
from boardwright.compiler.references import Resolver
from boardwright.schema.alerting.declared_rule import DeclaredRule
from boardwright.schema.board_traversal import iter_targets
from boardwright.schema.datasource_references import PROMETHEUS
from boardwright.schema.document import Board, Json


def check_promql(
    rule: DeclaredRule, panel: Board, compiled_targets: Iterable[Json], context: CompilerContext
) -> None:
    """Check the PromQL of an alert rule.

    The function checks a query only if the data source is certainly Prometheus.

    Args:
        rule: The alert rule.
        panel: A panel that contains the rule's queries as declared.
        compiled_targets: The compiled queries of `panel`, in the same order.
        context: The project's settings.

    Raises:
        DocumentError: A query is empty or is not valid PromQL.
    """
    resolver = Resolver.from_board({}, context)
    for declared_target, target in zip(iter_targets(panel), compiled_targets, strict=False):
        if "expr" in target and _asks_prometheus(declared_target, target["datasource"], resolver):
            _check_query(rule, target["refId"], str(target["expr"]))


def _asks_prometheus(target: Json, source: Json, resolver: Resolver) -> bool:
    """Return whether the query or the project states that the query's data source is Prometheus."""
    if source.get("type") not in PROMETHEUS:
        return False
    reference = target.get("datasource")
    return resolver.is_known(source) or (isinstance(reference, dict) and "type" in reference)


def _check_query(rule: DeclaredRule, name: str, text: str) -> None:
    from boardwright.promql.metricsql import is_metricsql
    from boardwright.promql.parser import parse
    from boardwright.promql.syntax_error import PromqlSyntaxError
    from boardwright.promql.token_reader import UndecidedError

    if not text.strip():
        raise build_alert_rule_error(
            rule,
            f"query {name} has no expression",
            "Give the query an expression: Target(expr='up', ...).",
        )
    try:
        parse(text)
    except UndecidedError:
        return  # Prometheus decides whether the query is valid
    except PromqlSyntaxError as error:
        if is_metricsql(error):
            return
        hint = (
            "Correct the expression. For an expression in another language, such as LogQL, set "
            "the query's data source."
        )
        raise build_alert_rule_error(
            rule, f"query {name} is not PromQL: {error.what}", hint
        ) from None
