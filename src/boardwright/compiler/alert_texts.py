"""Converts states, durations, labels and annotations of alert rules to JSON for Grafana's API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.errors import DocumentError, PromqlError
from boardwright.notation.durations import format_duration
from boardwright.notation.plurals import format_quantity
from boardwright.promql.duration_values import as_duration
from boardwright.schema.alerting.alerts import OWNER
from boardwright.schema.alerting.declared_rule import DeclaredRule
from boardwright.schema.alerting.grafana_rule import MISSING_EVALUATIONS
from boardwright.schema.document import Place

EVALUATION_SECONDS = 10
"""Grafana starts to evaluate rules every 10 seconds, so a group's interval is a multiple of 10 s.
"""

NAME_LENGTH = 190

_NO_DATA = {"OK": "OK", "No Data": "NoData", "NoData": "NoData", "Alerting": "Alerting"}
_FAILED = {"OK": "OK", "Error": "Error", "Alerting": "Alerting"}
_LAST = {"KeepLast": "KeepLast"}
_WEEK, _YEAR = 7 * 86_400_000, 365 * 86_400_000


def build_alert_rule_error(rule: DeclaredRule, what: str, hint: str) -> DocumentError:
    """Return the error for an alert rule that cannot be compiled, with the rule's file and line."""
    return DocumentError(what, where=f'{rule.place}, alert rule "{rule.title}"', hint=hint)


def read_states(rule: DeclaredRule) -> dict[str, str]:
    """Return the states of the alert when there is no data and when the evaluation fails."""
    return {
        "noDataState": _check_state(rule, "noDataAlertState", rule.no_data_state, _NO_DATA | _LAST),
        "execErrState": _check_state(rule, "errorAlertState", rule.error_state, _FAILED | _LAST),
    }


def _check_state(rule: DeclaredRule, name: str, value: Any, known: Mapping[str, str]) -> str:
    if value not in known:
        words = ", ".join(map(repr, known))
        raise build_alert_rule_error(
            rule,
            f"{name} is {value!r}, which is not a valid state for this setting",
            f"Write one of {words}.",
        )
    return known[value]


def format_wait(rule: DeclaredRule) -> str:
    """Return how long the condition must be true before the alert fires, such as `1m30s`."""
    try:
        return format_go_duration(_parse_milliseconds(rule.wait))
    except PromqlError:
        raise build_alert_rule_error(
            rule,
            f"evaluateFor is {rule.wait!r}, which is not a duration",
            'Write a duration such as "5m", "90s" or "0s".',
        ) from None


def format_keep_firing(rule: DeclaredRule) -> dict[str, str]:
    """Return the setting `keep_firing_for`; {} if the author did not set it."""
    milliseconds = _parse_milliseconds(rule.keep_firing or 0)
    return {"keep_firing_for": format_go_duration(milliseconds)} if milliseconds else {}


def read_missing_evaluations(rule: DeclaredRule) -> dict[str, int]:
    """Return the setting `missingSeriesEvalsToResolve`; {} if the author did not set it."""
    evaluations = rule.missing_evaluations
    if evaluations is None:
        return {}
    if type(evaluations) is not int or evaluations < 1:
        hint = "Write a whole number of evaluations, at least 1. Grafana's default is 2."
        raise build_alert_rule_error(
            rule,
            f"{MISSING_EVALUATIONS} is {evaluations!r}, which is not a number of evaluations",
            hint,
        )
    return {MISSING_EVALUATIONS: evaluations}


def parse_group_seconds(interval: Any, *, place: Place, name: str) -> int:
    """Return the seconds between two evaluations of a group.

    Raises:
        DocumentError: The interval is not a multiple of 10 seconds.
    """
    try:
        milliseconds = _parse_milliseconds(interval)
    except PromqlError:
        milliseconds = 0
    if milliseconds == 0 or milliseconds % (EVALUATION_SECONDS * 1000):
        raise DocumentError(
            f"evaluateInterval is {interval!r}, which is not a multiple of "
            f"{format_quantity(EVALUATION_SECONDS, 'second')}",
            where=f'{place}, alert group "{name}"',
            hint="Grafana checks every 10 seconds which rules to evaluate. Write a duration such "
            'as "10s", "1m" or "5m".',
        )
    return milliseconds // 1000


def _parse_milliseconds(duration: Any) -> int:
    if duration in ("0", "0s", "0m", 0):
        return 0
    milliseconds = as_duration(duration).milliseconds
    if milliseconds is None:
        raise PromqlError(f"the duration {duration} is a Grafana variable")
    return milliseconds


def format_go_duration(milliseconds: int) -> str:
    """Return a duration as Grafana writes it: 90 seconds are `1m30s`, and 7 days are `1w`."""
    if milliseconds == 0:
        return "0s"
    if milliseconds % _YEAR == 0:
        return f"{milliseconds // _YEAR}y"
    if milliseconds % _WEEK == 0:
        return f"{milliseconds // _WEEK}w"
    return format_duration(milliseconds)


def read_alert_labels(rule: DeclaredRule) -> dict[str, str]:
    """Return the rule's labels."""
    return _check_texts(rule, "labels", rule.labels)


def build_annotations(rule: DeclaredRule, owner: str) -> dict[str, str]:
    """Return the rule's annotations, including the linked panel and the name of the project."""
    annotations = _check_texts(rule, "annotations", rule.annotations)
    if owner:
        annotations[OWNER] = owner
    if rule.board_uid:
        annotations.setdefault("__dashboardUid__", rule.board_uid)
    if rule.panel_id:
        annotations.setdefault("__panelId__", str(rule.panel_id))
    if "__panelId__" in annotations and "__dashboardUid__" not in annotations:
        raise build_alert_rule_error(
            rule,
            "panel_id is set without dashboard_uid",
            "Set dashboard_uid to the board's uid as well.",
        )
    if "__dashboardUid__" in annotations and "__panelId__" not in annotations:
        raise build_alert_rule_error(
            rule, "dashboard_uid is set without panel_id", "Set panel_id to the panel's id as well."
        )
    return dict(sorted(annotations.items()))


def _check_texts(rule: DeclaredRule, name: str, texts: Mapping[str, Any]) -> dict[str, str]:
    checked_texts = {}
    for key, value in sorted(texts.items()):
        if not isinstance(value, str):
            raise build_alert_rule_error(
                rule,
                f"{name}[{key!r}] is {value!r}, which is not text",
                "Write the value in quotes, because Grafana accepts only text.",
            )
        checked_texts[key] = value
    return checked_texts


def check_name(name: Any, what: str, where: str) -> None:
    """Raise DocumentError if Grafana would refuse a name or title."""
    if isinstance(name, str) and name.strip() and len(name) <= NAME_LENGTH:
        return
    longest = format_quantity(NAME_LENGTH, "character")
    raise DocumentError(
        f"the {what} is {name!r:.60}, which Grafana does not accept"
        if name
        else f"the {what} is empty",
        where=where,
        hint=f"Write a text of at most {longest} that does not consist of spaces.",
    )
