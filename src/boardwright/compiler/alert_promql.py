"""Whether Prometheus reads what an alert rule asks it.

A board shows a broken query to whoever looks at it. A rule with one is saved by Grafana, and
never tells of anything but itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boardwright.compiler.alert_texts import refuse
from boardwright.compiler.context import Context
from boardwright.compiler.edit import Json
from boardwright.compiler.references import Resolver
from boardwright.errors import PromqlError
from boardwright.schema.alerts import DeclaredRule
from boardwright.schema.datasource_references import PROMETHEUS
from boardwright.schema.document import Board


def check_promql(
    rule: DeclaredRule, declared: Board, compiled: Iterable[Json], context: Context
) -> None:
    """Check a rule's queries that are surely Prometheus'.

    Args:
        rule: The rule.
        declared: The panel that holds its queries as they were written.
        compiled: The same queries, compiled.
        context: The project.

    Raises:
        DocumentError: Prometheus would not read one.
    """
    resolver = Resolver.of({}, context)
    for said, target in zip(_targets(declared), compiled, strict=False):
        if "expr" in target and _asks_prometheus(said, target["datasource"], resolver):
            _check(rule, target["refId"], str(target["expr"]))


def _targets(panel: Board) -> Iterator[Json]:
    yield from panel.get("targets") or ()


def _asks_prometheus(said: Json, source: Json, resolver: Resolver) -> bool:
    """Tell whether a query's type is known: a name alone that nobody knows may be Loki's."""
    if source.get("type") not in PROMETHEUS:
        return False
    reference = said.get("datasource")
    return resolver.is_known(source) or (isinstance(reference, dict) and "type" in reference)


def _check(rule: DeclaredRule, name: str, text: str) -> None:
    from boardwright.promql.parse import is_metricsql, is_too_deep, parse

    if not text.strip():
        raise refuse(
            rule, f"query {name} has no expression", "Give it one: Target(expr='up', ...)."
        )
    if is_too_deep(text):
        return
    try:
        parse(text)
    except PromqlError as error:
        if is_metricsql(text, error.what.removeprefix(f"{text}: ")):
            return
        raise refuse(rule, f"query {name} is no PromQL: {error.what}", _hint(error)) from None


def _hint(error: PromqlError) -> str:
    if error.hint:
        return f"{error.hint[0].upper()}{error.hint[1:]}."
    return "Correct it, or name the data source whose language it is."
