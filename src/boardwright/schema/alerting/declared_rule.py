"""The classes for one alert rule of Grafana, as an author declares it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.document import Board, Json
from boardwright.schema.place import Place


@frozen
class DeclaredQuery:
    """A query of a declared alert rule.

    Attributes:
        name: The refId as the author wrote it; None if the author wrote none.
        target: Index of the query in the `targets` of the panel that `build_query_board` makes for
            the rule.
        start: Start of the query's time range, in seconds before the evaluation.
        end: End of the query's time range, in seconds before the evaluation.
    """

    name: Any
    target: int
    start: Any
    end: Any


@frozen
class DeclaredExpression:
    """A Grafana expression of a declared alert rule, such as `reduce` or `math`.

    Attributes:
        name: The refId as the author wrote it; None if the author wrote none.
        model: The settings of the expression, including the refId.
    """

    name: Any
    model: Json


@frozen
class DeclaredRule:
    """One declared alert rule that is not compiled yet. The compiler checks the values later, so an
    attribute of the type `Any` may contain any JSON value.

    Attributes:
        place: File and line of the declaration.
        title: The title of the rule.
        uid: The uid of the rule; empty if the compiler chooses the uid.
        condition: The refId of the query or expression that decides whether the alert fires.
        steps: The queries and expressions of the rule, in their declared order.
        wait: How long the condition must be true before the alert fires.
        keep_firing: How long the alert keeps firing after its condition is no longer true; None if
            the author sets no time.
        missing_evaluations: The number of evaluations after which Grafana resolves an alert whose
            series is missing; None if the author sets no number.
        no_data_state: The state of the alert if a query returns no data.
        error_state: The state of the alert if the evaluation fails.
        annotations: Name -> text of each annotation.
        labels: Name -> value of each label.
        board_uid: The uid of the board to which the alert links; empty if the alert has no link.
        panel_id: The id of the panel to which the alert links; empty if the alert has no link.
        kept: Fields of Grafana's API that boardwright sends to Grafana unchanged.
        alert: `AlertRule.key` of the Prometheus alert that boardwright converted to this rule; None
            if the author declared the rule for Grafana.
    """

    place: Place
    title: Any
    uid: Any = ""
    condition: Any
    steps: tuple[DeclaredQuery | DeclaredExpression, ...]
    wait: Any
    keep_firing: Any = None
    missing_evaluations: Any = None
    no_data_state: Any
    error_state: Any
    annotations: Mapping[str, Any]
    labels: Mapping[str, Any]
    board_uid: Any = ""
    panel_id: Any = ""
    kept: Json = field(default_factory=dict)
    alert: tuple[str, str] | None = None


def build_query_board(name: str, rules: Sequence[tuple[Any, Sequence[Any]]]) -> Board:
    """Return a board with one panel for each alert rule of a group, so that the compiler can
    process the queries of the rules like the queries of any board.

    Args:
        name: The name of the group.
        rules: The title and the queries of each rule.
    """
    return {
        "title": name,
        "panels": [
            {"id": number, "type": "timeseries", "title": title, "targets": [*targets]}
            for number, (title, targets) in enumerate(rules, start=1)
        ],
    }
