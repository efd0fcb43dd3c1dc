"""Converts the states, durations, labels and annotations of an alert rule to JSON for Grafana's
API.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.errors import DocumentError, PromqlError
from boardwright.notation.durations import format_duration
from boardwright.notation.plurals import format_quantity
from boardwright.promql.duration_values import as_duration
from boardwright.schema.alerts import MISSING_EVALUATIONS, OWNER
from boardwright.schema.declared_rule import DeclaredRule
from boardwright.schema.document import Place

EVALUATION = 10
"""Grafana evaluates alert rules every 10 seconds; each interval must be a multiple of this."""

NAME_LENGTH = 190

_NO_DATA = {"OK": "OK", "No Data": "NoData", "NoData": "NoData", "Alerting": "Alerting"}
_FAILED = {"OK": "OK", "Error": "Error", "Alerting": "Alerting"}
_LAST = {"KeepLast": "KeepLast"}
_WEEK, _YEAR = 7 * 86_400_000, 365 * 86_400_000


def build_rule_error(rule: DeclaredRule, what: str, hint: str) -> DocumentError:
    """Return the error for an alert rule that cannot be compiled, with the rule's file and line."""
    return DocumentError(what, where=f'{rule.place}, alert rule "{rule.title}"', hint=hint)


def read_states(rule: DeclaredRule) -> dict[str, str]:
    """Return `noDataState` and `execErrState`: the states of the alert if a query returns no data,
    and if the evaluation fails.
    """
    return {
        "noDataState": _check_state(rule, "noDataAlertState", rule.no_data_state, _NO_DATA | _LAST),
        "execErrState": _check_state(rule, "errorAlertState", rule.error_state, _FAILED | _LAST),
    }


def _check_state(rule: DeclaredRule, name: str, value: Any, known: Mapping[str, str]) -> str:
    if value not in known:
        words = ", ".join(map(repr, known))
        raise build_rule_error(
            rule,
            f"{name} is {value!r}, which is not a valid state for this setting",
            f"Write one of {words}.",
        )
    return known[value]


def format_wait(rule: DeclaredRule) -> str:
    """Return how long the condition must hold before the alert fires, such as `1m30s`."""
    try:
        return format_go_duration(_parse_milliseconds(rule.wait))
    except PromqlError:
        raise build_rule_error(
            rule,
            f"evaluateFor is {rule.wait!r}, which is not a duration",
            'Write a duration such as "5m", "90s" or "0s".',
        ) from None


def format_keep_firing(rule: DeclaredRule) -> dict[str, str]:
    """Return the setting `keep_firing_for`: how long the alert keeps firing after its condition is
    no longer true. Return {} if the author did not set it.
    """
    length = _parse_milliseconds(rule.keep_firing or 0)
    return {"keep_firing_for": format_go_duration(length)} if length else {}


def read_missing_evaluations(rule: DeclaredRule) -> dict[str, int]:
    """Return the setting for the number of evaluations after which an alert without a series is
    resolved. Return {} if the author did not set it.
    """
    given = rule.missing_evaluations
    if given is None:
        return {}
    if type(given) is not int or given < 1:
        hint = "Write the number of evaluations, 1 or more; Grafana's default is 2."
        raise build_rule_error(
            rule, f"{MISSING_EVALUATIONS} is {given!r}, which is not a number of evaluations", hint
        )
    return {MISSING_EVALUATIONS: given}


def parse_group_seconds(given: Any, *, place: Place, name: str) -> int:
    """Return the seconds between two evaluations of a group.

    Raises:
        DocumentError: The interval is not a multiple of 10 seconds.
    """
    try:
        length = _parse_milliseconds(given)
    except PromqlError:
        length = 0
    if length == 0 or length % (EVALUATION * 1000):
        raise DocumentError(
            f"evaluateInterval is {given!r}, which is not a multiple of "
            f"{format_quantity(EVALUATION, 'second')}",
            where=f'{place}, alert group "{name}"',
            hint="Grafana checks every 10 seconds which rules to evaluate. Write a duration such "
            'as "10s", "1m" or "5m".',
        )
    return length // 1000


def _parse_milliseconds(given: Any) -> int:
    if given in ("0", "0s", "0m", 0):
        return 0
    length = as_duration(given).milliseconds
    if length is None:
        raise PromqlError(f"the duration {given} is a Grafana variable")
    return length


def format_go_duration(milliseconds: int) -> str:
    """Return a duration as Grafana writes it: 90 seconds are `1m30s`, and 7 days are `1w`."""
    if milliseconds == 0:
        return "0s"
    if milliseconds % _YEAR == 0:
        return f"{milliseconds // _YEAR}y"
    if milliseconds % _WEEK == 0:
        return f"{milliseconds // _WEEK}w"
    return format_duration(milliseconds)


def read_labels(rule: DeclaredRule) -> dict[str, str]:
    """Return the rule's labels."""
    return _check_texts(rule, "labels", rule.labels)


def build_annotations(rule: DeclaredRule, owner: str) -> dict[str, str]:
    """Return the rule's annotations. They include the board and the panel to which the alert links,
    and the owner of the rule.
    """
    found = _check_texts(rule, "annotations", rule.annotations)
    if owner:
        found[OWNER] = owner
    if rule.board_uid:
        found.setdefault("__dashboardUid__", rule.board_uid)
    if rule.panel_id:
        found.setdefault("__panelId__", str(rule.panel_id))
    if "__panelId__" in found and "__dashboardUid__" not in found:
        raise build_rule_error(
            rule,
            "panel_id is set without dashboard_uid",
            "Set dashboard_uid to the board's uid as well.",
        )
    if "__dashboardUid__" in found and "__panelId__" not in found:
        raise build_rule_error(
            rule, "dashboard_uid is set without panel_id", "Set panel_id to the panel's id as well."
        )
    return dict(sorted(found.items()))


def _check_texts(rule: DeclaredRule, name: str, texts: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for key, value in sorted(texts.items()):
        if not isinstance(value, str):
            raise build_rule_error(
                rule,
                f"{name}[{key!r}] is {value!r}, which is not text",
                "Write the value in quotes, because Grafana accepts only text.",
            )
        found[key] = value
    return found


def check_name(name: Any, what: str, where: str) -> None:
    """Raise DocumentError for a name or title that Grafana does not accept."""
    if isinstance(name, str) and name.strip() and len(name) <= NAME_LENGTH:
        return
    given = "is empty" if not name else f"is {name!r:.60}"
    longest = format_quantity(NAME_LENGTH, "character")
    raise DocumentError(
        f"the {what} {given}",
        where=where,
        hint=f"Write a name of at most {longest}.",
    )
