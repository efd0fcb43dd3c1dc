"""Checks the arguments of a rule, such as its name and labels, when an author declares the rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from boardwright.errors import DeclarationError, PromqlError
from boardwright.notation.durations import parse_milliseconds
from boardwright.notation.url_secrets import LOGIN_HINT, find_secret_fault
from boardwright.notation.variable_syntax import VARIABLE
from boardwright.promql.duration_values import as_duration
from boardwright.promql.expression_places import locate_caller
from boardwright.promql.lexical import is_legacy_label
from boardwright.promql.operators import Operand, as_operand
from boardwright.promql.raw import raw
from boardwright.schema.document import Place

if TYPE_CHECKING:
    from boardwright.promql.operators import OperandLike


def build_rule_declaration_error(what: str, hint: str | None = None) -> DeclarationError:
    """Return an error with the line of the author's code that declares the rule."""
    return DeclarationError(what, where=locate_caller(), hint=hint)


def find_calling_place() -> Place:
    """Return the file and line of the author's code that declares a rule."""
    file, _, line = (locate_caller() or "").rpartition(":")
    return Place(file=file, line=int(line)) if line else Place(file="")


def read_expr(expr: OperandLike | str, subject: str) -> Operand:
    """Return the expression of a rule.

    Args:
        expr: An expression of `boardwright.promql`, a number, or PromQL text.
        subject: The beginning of error messages, such as `alert "HostDown"`.

    Raises:
        PromqlError: The value is not PromQL, or its result is neither an instant vector nor a
            scalar.
        DeclarationError: The expression contains a Grafana variable.
    """
    operand = as_operand(raw(expr) if isinstance(expr, str) else expr)
    if variable := VARIABLE.search(str(operand)):
        raise build_rule_declaration_error(
            f"{subject}: {operand} contains the Grafana variable {variable[0]}, which Prometheus "
            "does not replace",
            _RATE_WINDOW if variable[0].startswith(("$__", "${__")) else _NO_VARIABLE,
        )
    return operand


_RATE_WINDOW = (
    'Write a fixed window, such as rate(x, "5m"). Only the queries of panels can use the '
    "time range and the step of a panel."
)
_NO_VARIABLE = (
    "Record the series for all values of the label: add the label to by=... in the rule. Then "
    "use the variable in the panel's query."
)


def read_duration(
    value: str | float | None, subject: str, *, allow_zero: bool = False
) -> str | None:
    """Return a duration as text for a rule file: `5m` for 300.

    Args:
        value: Text such as `5m`, or a number of seconds. The result for None is None.
        subject: The beginning of error messages, such as `alert "HostDown": for_`.
        allow_zero: Whether the duration may be zero.

    Raises:
        DeclarationError: The value is not a duration.
    """
    if value is None:
        return None
    if allow_zero and (value == 0 or (isinstance(value, str) and parse_milliseconds(value) == 0)):
        return "0s"
    try:
        length = as_duration(value)
    except PromqlError:
        raise build_rule_declaration_error(
            f"{subject} is {value!r}, which is not a duration", _DURATION
        ) from None
    if length.milliseconds is None or parse_milliseconds(length.text) is None:
        raise build_rule_declaration_error(
            f"{subject} is {value!r}, but must be a duration without variables", _DURATION
        )
    return length.text


_DURATION = 'Write a duration such as "15m", "1h30m" or "90s".'


def check_rule_name(name: object, noun: str) -> None:
    """Raise DeclarationError if a name is not one line of text."""
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise build_rule_declaration_error(
            f"the name of {noun} is {name!r:.60}, but must be one line of text",
            'Write a name such as "HostDown".',
        )


def check_labels(labels: Mapping[str, str], subject: str) -> dict[str, str]:
    """Return the labels of a rule, sorted by name.

    Raises:
        DeclarationError: A name is not a valid label name, a value is not a string, or a URL
            contains a password or token.
    """
    sorted_labels = _check_texts(labels, "labels", subject)
    for name in sorted_labels:
        if not is_legacy_label(name) or name in {"__name__", "alertname"}:
            raise build_rule_declaration_error(
                f"{subject}: a rule cannot set the label {name!r}",
                "Use only ASCII letters, digits and _. The name must not begin with a digit, and "
                "must not be __name__ or alertname.",
            )
    _refuse_secrets(sorted_labels, "label", subject)
    return sorted_labels


def check_annotations(annotations: Mapping[str, str], subject: str) -> dict[str, str]:
    """Return the annotations of an alert, sorted by name.

    Raises:
        DeclarationError: A value is not a string, or a URL contains a password or token.
    """
    sorted_annotations = _check_texts(annotations, "annotations", subject)
    _refuse_secrets(sorted_annotations, "annotation", subject)
    return sorted_annotations


def _refuse_secrets(texts: Mapping[str, str], noun: str, subject: str) -> None:
    if fault := find_secret_fault(texts, noun):
        raise build_rule_declaration_error(f"{subject}: {fault}", LOGIN_HINT)


def _check_texts(values: Mapping[str, str], argument: str, subject: str) -> dict[str, str]:
    for name, value in values.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise build_rule_declaration_error(
                f"{subject}: {argument}[{name!r}] is {value!r}, but must be a string",
                "Write names and values in quotes, because Prometheus accepts only strings.",
            )
    return dict(sorted(values.items()))
