"""Creates the error for an answer with which Grafana refuses a request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from boardwright.frozen import frozen
from boardwright.grafana.grafana_errors import (
    BrokenError,
    ConflictError,
    ForbiddenError,
    InvalidError,
    LoginError,
    NotFoundError,
    OrganisationError,
    ProvisionedError,
    RefusedError,
    ThrottledError,
    UnknownRuleError,
)
from boardwright.http.answer_text import format_redacted_line
from boardwright.schema.json_object import ensure_list

PROVISIONED = "a file provider of Grafana manages the board, so the API cannot save it"
PROVISIONED_HINT = (
    "Use either a deploy or a file provider for a board. Remove the board's file from the "
    "provider's folder, or do not deploy the board."
)
RULE_PROVISIONED = (
    'the rule "{0}" ({1}) has the provenance {2!r} in Grafana, so the API cannot save it'
)
RULE_PROVISIONED_HINT = (
    "Use either a deploy or a file provider for an alert rule. Delete the rule with deleteRules in"
    " a provisioning file, or do not deploy the rule."
)
_TITLE_HINT = (
    "Give the folder another title (General is reserved), or add the existing folder's uid to"
    " [[folders]]."
)
_RULE_LOCK = "alerting.provenanceMismatch"
_NEEDED = re.compile(r"Permissions needed: (.+)", re.DOTALL)
_SHOWN = 500


@frozen
class _Refusal:
    """An answer whose status is not 2xx.

    Attributes:
        data: The JSON data of the answer.
        message: Grafana's error message as one line.
        fields: The invalid fields in Grafana's answer, with the error message for each field;
            `message` if the answer names no fields.
        who: Description of the credentials for messages, such as `the token of GRAFANA_TOKEN`.
    """

    status: int
    data: Any
    message: str
    fields: str
    who: str

    def get(self, key: str) -> Any:
        return _get_field(self.data, key)


_Description = tuple[type[RefusedError], str, str | None]


def build_refusal_error(
    status: int, data: Any, *, who: str, where: str, redact: Callable[[str], str]
) -> RefusedError | ProvisionedError:
    """Return the error for an answer whose status is not 2xx.

    Args:
        data: The JSON data of the answer.
        who: Description of the credentials for messages, such as `the token of GRAFANA_TOKEN`.
        where: URL of Grafana, for messages.
        redact: Function that replaces the credentials in Grafana's error message.
    """
    message = format_redacted_line(_read_message(data), redact, max_length=_SHOWN)
    if status == 400 and "provisioned dashboard" in message:
        return ProvisionedError(PROVISIONED, where=where, hint=PROVISIONED_HINT)
    if _get_field(data, "messageId") == _RULE_LOCK:
        what = f"the provenance of a rule does not allow the API to save the rule: {message}"
        return ProvisionedError(what, where=where, hint=RULE_PROVISIONED_HINT)
    fields = (
        format_redacted_line("; ".join(_iter_causes(data)), redact, max_length=_SHOWN) or message
    )
    refusal = _Refusal(status=status, data=data, message=message, fields=fields, who=who)
    kind, what, hint = _BY_STATUS.get(status, _describe_server_failure)(refusal)
    return kind(what, status=status, message=message, where=where, hint=hint)


def _describe_login_failure(refusal: _Refusal) -> _Description:
    if refusal.get("messageId") == "api-key.organization-mismatch":
        what = f"{refusal.who} does not belong to the organisation that org_id in [grafana] sets"
        return OrganisationError, what, "A token is valid in one organisation only."
    what = f"{refusal.who} was refused: {refusal.message}"
    return (
        LoginError,
        what,
        "Check that the token or password is still valid and belongs to this Grafana.",
    )


def _describe_forbidden_request(refusal: _Refusal) -> _Description:
    needed = _NEEDED.search(refusal.message)
    what = f"{refusal.who} may not send this request"
    what += f"; it needs the permission {needed[1]}" if needed else f": {refusal.message}"
    hint = "In Grafana, give the account the role Editor, or the missing permission on the folder."
    return ForbiddenError, what, hint


def _describe_missing_object(refusal: _Refusal) -> _Description:
    return (
        NotFoundError,
        f"Grafana did not find the requested object (HTTP 404): {refusal.message}",
        None,
    )


def _describe_conflict(refusal: _Refusal) -> _Description:
    if refusal.get("status") == "version-mismatch" or refusal.get("reason") == "Conflict":
        what = "someone saved the board after it was read, so Grafana did not overwrite the change"
        return (
            ConflictError,
            what,
            "Look at the changes in the board's version history in Grafana, then deploy again.",
        )
    if refusal.get("status") == "name-exists":
        what = (
            "the folder contains another board with this title, which this Grafana does not allow"
        )
        return ConflictError, what, "Rename one of the two boards."
    what = (
        "the board, folder or rule already exists, or someone changed it (HTTP "
        f"{refusal.status}): {refusal.message}"
    )
    hint = "The uid may belong to a folder, or to an object that the account is not allowed to see."
    return ConflictError, what, _TITLE_HINT if _is_title_taken(refusal) else hint


def _describe_invalid_data(refusal: _Refusal) -> _Description:
    if refusal.get("messageId") == "password-auth.failed":  # Grafana 10.1 answers 400
        return _describe_login_failure(refusal)
    hint = None
    if _is_too_deep(refusal):
        hint = "Grafana allows five levels of folders: write a folder title with fewer slashes."
    elif _is_title_taken(refusal):
        hint = _TITLE_HINT
    return (
        InvalidError,
        f"Grafana does not accept the sent data (HTTP {refusal.status}): {refusal.fields}",
        hint,
    )


def _describe_throttling(refusal: _Refusal) -> _Description:
    what = f"Grafana received too many requests (HTTP {refusal.status}): {refusal.message}"
    return ThrottledError, what, "Wait a minute, and deploy again."


def _is_title_taken(refusal: _Refusal) -> bool:
    """Return whether Grafana refuses the title of a folder.

    In Grafana 10.1, two folders cannot have the same title. Grafana 12.2 reserves the title
    `General`.
    """
    return "name already exists" in refusal.message


def _is_too_deep(refusal: _Refusal) -> bool:
    """Return whether Grafana refuses a folder because it has too many parents.

    Grafana 12.4 answers with the HTTP status 500 if a folder has too many parents.
    """
    return "maximum-depth" in refusal.message or "max depth exceeded" in refusal.message


def _describe_server_failure(refusal: _Refusal) -> _Description:
    if _is_too_deep(refusal):
        return _describe_invalid_data(refusal)
    if refusal.message.endswith("because could not find alert rule"):
        what = (
            "this Grafana cannot create a new alert rule when a rule group is saved"
            f" (HTTP {refusal.status})"
        )
        return UnknownRuleError, what, None
    what = f"Grafana failed (HTTP {refusal.status}): {refusal.message}"
    return BrokenError, what, "Read Grafana's log for the cause."


_BY_STATUS: dict[int, Callable[[_Refusal], _Description]] = {
    400: _describe_invalid_data,
    401: _describe_login_failure,
    403: _describe_forbidden_request,
    404: _describe_missing_object,
    409: _describe_conflict,
    412: _describe_conflict,
    413: _describe_invalid_data,
    422: _describe_invalid_data,
    429: _describe_throttling,
}


def _read_message(data: Any) -> str:
    return str(_get_field(data, "message") or "; ".join(_iter_causes(data)) or "no reason given")


def _iter_causes(data: Any) -> Iterator[str]:
    """Yield the name and the error message of each invalid field in Grafana's answer."""
    details = _get_field(data, "details")
    listed = details.get("causes") if isinstance(details, dict) else data
    for cause in ensure_list(listed):
        name = _get_field(cause, "field") or ", ".join(
            map(str, _get_field(cause, "fieldNames") or ())
        )
        message = str(_get_field(cause, "message") or "")
        yield f"{name}: {message}" if name else message


def _get_field(data: Any, key: str) -> Any:
    return data.get(key) if isinstance(data, dict) else None
