"""Grafana's refusals: from status and body to an error with a next step."""

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

PROVISIONED = "it belongs to a file provider of Grafana, and cannot be saved through the API"
PROVISIONED_HINT = (
    "A board comes to a Grafana from a deploy or from its file providers, never both: remove its"
    " file from the provider's folder, or leave the board to the provider and do not deploy it."
)
RULE_PROVISIONED = 'the rule "{}" ({}) belongs to another provider ({}), and the API cannot save it'
RULE_PROVISIONED_HINT = (
    "An alert rule comes to a Grafana from a deploy or from its file providers, never both: delete"
    " it there by a file with deleteRules, or do not deploy it."
)
_TITLE_HINT = (
    "Give the folder another title (General is Grafana's own), or name the uid of the one that has"
    " it in [[folders]]."
)
_RULE_LOCK = "alerting.provenanceMismatch"
_NEEDED = re.compile(r"Permissions needed: (.+)", re.DOTALL)
_SHOWN = 500


@frozen
class _Refusal:
    """An answer that is not 2xx.

    Attributes:
        status: The HTTP status.
        data: The body.
        message: Grafana's message, cleaned.
        fields: The fields at fault with their messages; `message` when none is named.
        who: The credentials, as messages name them.
    """

    status: int
    data: Any
    message: str
    fields: str
    who: str

    def of(self, key: str) -> Any:
        return _field(self.data, key)


_Description = tuple[type[RefusedError], str, str | None]


def refusal_error(
    status: int, data: Any, *, who: str, where: str, redact: Callable[[str], str]
) -> RefusedError | ProvisionedError:
    """Return the error of an answer that is not 2xx.

    Args:
        status: The HTTP status.
        data: The body.
        who: The credentials, as messages name them.
        where: Grafana's address.
        redact: Removes the credentials from text that came from the server.
    """
    message = redacted_line(_message(data), redact, most=_SHOWN)
    if status == 400 and "provisioned dashboard" in message:
        return ProvisionedError(PROVISIONED, where=where, hint=PROVISIONED_HINT)
    if _field(data, "messageId") == _RULE_LOCK:
        what = f"a rule belongs to another provider: {message}"
        return ProvisionedError(what, where=where, hint=RULE_PROVISIONED_HINT)
    fields = redacted_line("; ".join(_causes(data)), redact, most=_SHOWN) or message
    refusal = _Refusal(status=status, data=data, message=message, fields=fields, who=who)
    kind, what, hint = _BY_STATUS.get(status, _broken)(refusal)
    return kind(what, status=status, message=message, where=where, hint=hint)


def _login(refusal: _Refusal) -> _Description:
    if refusal.of("messageId") == "api-key.organization-mismatch":
        what = f"{refusal.who} belongs to another organisation than [grafana] org_id names"
        return OrganisationError, what, "A token works in its own organisation only."
    what = f"{refusal.who} was refused: {refusal.message}"
    return LoginError, what, "Is it current, and made for this Grafana?"


def _forbidden(refusal: _Refusal) -> _Description:
    needed = _NEEDED.search(refusal.message)
    what = f"{refusal.who} may not do this"
    what += f"; it needs the permission {needed[1]}" if needed else f": {refusal.message}"
    hint = "Give the account the role Editor, or that permission on the folder, in Grafana."
    return ForbiddenError, what, hint


def _not_found(refusal: _Refusal) -> _Description:
    return NotFoundError, f"not found (404): {refusal.message}", None


def _conflict(refusal: _Refusal) -> _Description:
    if refusal.of("status") == "version-mismatch" or refusal.of("reason") == "Conflict":
        what = "someone saved it after it was read, and nothing was overwritten"
        return ConflictError, what, "Look at its version history in Grafana, then deploy again."
    if refusal.of("status") == "name-exists":
        what = "its folder has another board of this title, and this Grafana allows one only"
        return ConflictError, what, "Rename one of them."
    what = f"it exists, or was changed in the meantime ({refusal.status}): {refusal.message}"
    hint = "Its uid may belong to a folder, or to something that this account cannot see."
    return ConflictError, what, _TITLE_HINT if _is_title_taken(refusal) else hint


def _invalid(refusal: _Refusal) -> _Description:
    if refusal.of("messageId") == "password-auth.failed":  # 10.1 answers 400
        return _login(refusal)
    hint = None
    if _is_too_deep(refusal):
        hint = "Grafana's folders have five levels at most: write a title with fewer slashes."
    elif _is_title_taken(refusal):
        hint = _TITLE_HINT
    return InvalidError, f"Grafana does not accept it ({refusal.status}): {refusal.fields}", hint


def _too_many(refusal: _Refusal) -> _Description:
    what = f"too many requests ({refusal.status}): {refusal.message}"
    return ThrottledError, what, "Wait a little, and deploy again."


def _is_title_taken(refusal: _Refusal) -> bool:
    """Return whether a title is taken: 10.1 allows one of each, and 12.2 reserves General."""
    return "name already exists" in refusal.message


def _is_too_deep(refusal: _Refusal) -> bool:
    """Return whether folders are too deep; Grafana 12.4 answers 500 then."""
    return "maximum-depth" in refusal.message or "max depth exceeded" in refusal.message


def _broken(refusal: _Refusal) -> _Description:
    if _is_too_deep(refusal):
        return _invalid(refusal)
    if refusal.message.endswith("because could not find alert rule"):
        what = f"this Grafana creates no alert rule when it saves a group ({refusal.status})"
        return UnknownRuleError, what, None
    what = f"Grafana failed ({refusal.status}): {refusal.message}"
    return BrokenError, what, "Its own log has the cause."


_BY_STATUS: dict[int, Callable[[_Refusal], _Description]] = {
    400: _invalid,
    401: _login,
    403: _forbidden,
    404: _not_found,
    409: _conflict,
    412: _conflict,
    413: _invalid,
    422: _invalid,
    429: _too_many,
}


def _message(data: Any) -> str:
    """Return Grafana's message, which is under `message` nearly everywhere."""
    return str(_field(data, "message") or "; ".join(_causes(data)) or "no reason given")


def _causes(data: Any) -> Iterator[str]:
    """Yield the fields at fault with their messages, when Grafana names them."""
    details = _field(data, "details")
    listed = details.get("causes") if isinstance(details, dict) else data
    for cause in listed if isinstance(listed, list) else ():
        name = _field(cause, "field") or ", ".join(map(str, _field(cause, "fieldNames") or ()))
        message = str(_field(cause, "message") or "")
        yield f"{name}: {message}" if name else message


def redacted_line(text: str, redact: Callable[[str], str], *, most: int) -> str:
    """Return a server's text as one printable line without the credentials.

    The credentials are replaced before the line is cut, so that no part of them remains at its end.

    Args:
        text: The text.
        redact: Replaces the credentials in a text.
        most: The most characters of the line.
    """
    words = "".join(c for c in redact(text) if c.isprintable() or c.isspace()).split()
    return redact(" ".join(words))[:most]


def _field(data: Any, key: str) -> Any:
    return data.get(key) if isinstance(data, dict) else None
