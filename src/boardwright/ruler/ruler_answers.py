"""Reads the HTTP answers of a ruler, and raises an error if an answer is not a success."""

from __future__ import annotations

from functools import partial

import yaml

from boardwright.http.addresses import strip_url_secrets
from boardwright.http.answer_text import format_page_excerpt, format_redacted_line
from boardwright.http.credentials import Credentials, redact_login
from boardwright.http.exchange import Reply, UnreadableJsonError, parse_json_body
from boardwright.ruler.ruler_errors import (
    NotRulerError,
    RulerError,
    RulerLoginError,
    RulerRefusalError,
    ThrottledRulerError,
)
from boardwright.ruler.ruler_server import VARIABLES, RulerServer
from boardwright.schema.document import Json

NO_GROUPS = 404
"""HTTP status of Cortex if the tenant has no groups, or if the requested group does not exist."""
_NO_GROUPS_TEXTS = (b"no rule groups found", b"group does not exist")
_REASON_LENGTH = 500
_LOGIN_HINT = (
    f"Set {VARIABLES.token}, or {VARIABLES.user} and {VARIABLES.password}, in the environment. To"
    " use other variables, write their names into the table [ruler] of boardwright.toml. The user"
    " for Grafana Cloud is the number of the Prometheus instance."
)


def refuse_answer(
    reply: Reply, server: RulerServer, *, credentials: Credentials | None, is_write: bool
) -> None:
    """Raise an error for an answer that is not a success.

    An answer with the HTTP status 404 is also a success if it states that a group does not exist.

    Args:
        server: The settings for the ruler, for error messages.
        credentials: The token or password of the request; None if the request contained none.
        is_write: Whether the request saves or deletes a group.

    Raises:
        NotRulerError: The answer is a redirect, or does not come from a ruler's API.
        RulerRefusalError: The ruler refused the request.
    """
    if 200 <= reply.status < 300 or _has_no_groups(reply):
        return
    error = _build_ruler_error(reply, server, credentials, is_write)
    error.retry_after = reply.retry_after
    raise error


def read_namespaces(reply: Reply, *, url: str) -> dict[str, list[Json]]:
    """Return the groups in an answer, by namespace.

    Raises:
        NotRulerError: The answer is not a YAML mapping.
    """
    try:
        data = None if _is_html(reply) else yaml.load(reply.body, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        data = None
    if isinstance(data, dict):
        return data
    form = "an HTML page" if _is_html(reply) else "text"
    raise NotRulerError(
        f"the answer (HTTP {reply.status}) is {form}, not a list of rule groups"
        f"{format_page_excerpt(reply.body, partial(redact_login, header=reply.sent_login))}",
        where=strip_url_secrets(url),
        hint="A proxy or a login page answers at this URL, or the path of the URL is wrong.",
    )


def _is_html(reply: Reply) -> bool:
    return "html" in reply.content_type or reply.body.lstrip()[:1] == b"<"


def _has_no_groups(reply: Reply) -> bool:
    return reply.status == NO_GROUPS and any(text in reply.body for text in _NO_GROUPS_TEXTS)


def _build_ruler_error(
    reply: Reply, server: RulerServer, credentials: Credentials | None, is_write: bool
) -> RulerError:
    where, status = strip_url_secrets(server.url), reply.status
    if reply.location is not None:
        return NotRulerError(
            f"the server answers with a redirect (HTTP {status}) to "
            f"{strip_url_secrets(reply.location)}",
            where=where,
            hint="boardwright did not follow the redirect, and sent no credentials to the new URL."
            " If the ruler is at the new URL, write this URL into boardwright.toml.",
        )
    reason = _format_reason(reply)
    who = credentials.who if credentials else "a request without credentials"
    if status == 401:
        return RulerLoginError(
            f"{who} was refused{reason}",
            status=status,
            where=where,
            hint=_LOGIN_HINT
            if server.tenant
            else f"The ruler may need a tenant: set `tenant` in [ruler]. {_LOGIN_HINT}",
        )
    kind = ThrottledRulerError if status == 429 or status >= 500 else RulerRefusalError
    what, hint = _describe_answer(status, is_write)
    return kind(f"{what.format(who=who)}{reason}", status=status, where=where, hint=hint)


def _describe_answer(status: int, is_write: bool) -> tuple[str, str | None]:
    if status in _DESCRIPTIONS:
        return _DESCRIPTIONS[status]
    if status == 403:
        return _FORBIDDEN_WRITE if is_write else _FORBIDDEN_READ
    if status >= 500:
        hint = "Read the log of the ruler, or of the proxy in front of it."
        return f"the ruler, or a proxy in front of it, failed (HTTP {status})", hint
    return f"the ruler refused the request (HTTP {status})", None


_FORBIDDEN_READ = (
    "{who} may not read the rules of this tenant (HTTP 403)",
    "Check `tenant` in [ruler]. A token of Grafana Cloud needs the scope rules:read.",
)
_FORBIDDEN_WRITE = (
    "{who} may not change the rules of this tenant (HTTP 403)",
    "Check `tenant` in [ruler]. A token of Grafana Cloud needs the scope rules:write.",
)
_DESCRIPTIONS = {
    400: (
        "the ruler does not accept the rule group (HTTP 400)",
        "`promtool check rules` reports expressions with syntax errors. The tenant may also have"
        " limits, such as the number of rules in a group.",
    ),
    404: (
        "the ruler has no rules API at this URL (HTTP 404)",
        "Check the path of the URL: it is /prometheus/config/v1/rules for Mimir and Grafana Cloud,"
        " and /api/v1/rules for Cortex. The ruler must be started with the flag -ruler.enable-api.",
    ),
    413: (
        "the rule group is too large for the ruler, or for a proxy in front of it (HTTP 413)",
        "Declare the rules in several groups.",
    ),
    429: (
        "the ruler received too many requests, or the tenant has too many rules (HTTP 429)",
        "Wait a minute and deploy again: the deploy sends only rule groups that differ from those"
        " in the ruler.",
    ),
}


def _format_reason(reply: Reply) -> str:
    """Return a colon and the reason in the answer; empty if the answer contains no reason.

    The answer of Mimir is JSON with the key `error`. The answer of Cortex is plain text.
    """
    redact = partial(redact_login, header=reply.sent_login)
    try:
        data = parse_json_body(reply.body)
    except UnreadableJsonError:
        data = None
    if isinstance(data, dict):
        text = str(data.get("error") or data.get("message") or "")
    elif _is_html(reply):
        return format_page_excerpt(reply.body, redact)
    else:
        text = reply.body.decode("utf-8", "replace")
    line = format_redacted_line(text, redact, max_length=_REASON_LENGTH)
    return f": {line}" if line else ""
