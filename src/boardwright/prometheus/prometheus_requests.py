"""Sends HTTP requests to Prometheus and to exporters."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

import requests

from boardwright.errors import ServerError
from boardwright.http.addresses import strip_url_secrets
from boardwright.http.credentials import redact_login
from boardwright.http.exchange import (
    NOTHING,
    HttpRequest,
    Limits,
    Reply,
    UnreadableJsonError,
    open_response,
    parse_json_body,
    read_chunks,
    send_request,
)
from boardwright.http.failures import Peer
from boardwright.http.request_errors import NoAnswerError

SECONDS = 10.0
"""The maximum time for a complete answer, in seconds."""

PROMETHEUS = Peer(name="Prometheus", table="[prometheus]")
LIMITS = Limits(seconds=SECONDS, connect=3.0, most_bytes=64 * 2**20)
_OK = 200
_HTTP_REDIRECTS = range(300, 400)
_UNAVAILABLE = frozenset({500, *range(502, 600)})
"""HTTP statuses after which the same request may succeed later. Status 501 is not in this set,
because it means that the server does not support the request.
"""
_CLIENT_REFUSED = frozenset({401, 403, 429})
"""HTTP statuses that mean that the server refuses the login or limits the number of requests."""
_OTHER_SERVER = (
    "Check whether another program answers at this address, or whether Prometheus has a path "
    "prefix in front of /api."
)


class UnavailableError(NoAnswerError):
    """Raised if a server or its proxy answers with the HTTP status 500, or with 502 to 599."""


class RefusedQueryError(ServerError):
    """Raised if Prometheus answers a query with an error, such as a syntax error."""


def fetch_json(session: requests.Session, url: str, *, params: Mapping[str, str] = NOTHING) -> Any:
    """Send a GET request, and return the parsed JSON of the answer.

    Raises:
        ServerError: The server does not answer, the HTTP status is not 200, or the answer is not
            JSON.
    """
    request = HttpRequest(method="GET", url=url, params=params)
    reply = send_request(session, request, peer=PROMETHEUS, limits=LIMITS)
    _refuse_status(reply.status, reply.location, url)
    return _parse_json(reply, url)


def fetch_lines(session: requests.Session, url: str) -> Generator[str, None, None]:
    """Send a GET request, and yield the lines of the answer.

    Close the generator if you stop before the last line, because it keeps the connection open.

    Raises:
        ServerError: The server does not answer, the HTTP status is not 200, or the answer is an
            HTML page.
    """
    peer = Peer(name="the exporter")
    request = HttpRequest(method="GET", url=url)
    with open_response(session, request, peer=peer, limits=LIMITS) as response:
        location = response.headers.get("Location") if response.is_redirect else None
        _refuse_status(response.status_code, location, url)
        if "html" in response.headers.get("Content-Type", ""):
            raise ServerError(
                "the server answers with an HTML page, not with metrics",
                where=strip_url_secrets(url),
                hint="Check whether another program answers at this address.",
            )
        rest = b""
        for chunk in read_chunks(response, url, peer=peer, limits=LIMITS):
            *lines, rest = (rest + chunk).split(b"\n")
            yield from (line.decode("utf-8", "replace") for line in lines)
        yield rest.decode("utf-8", "replace")


def fetch_text(session: requests.Session, url: str) -> str:
    """Send a GET request, and return the text of the answer.

    Raises:
        ServerError: The server does not answer, the HTTP status is not 200, or the answer is an
            HTML page.
    """
    return "\n".join(fetch_lines(session, url))


def post_query(session: requests.Session, url: str, form: Mapping[str, str]) -> Any:
    """Send a query as a POST request, and return the value of `data` in the answer.

    A GET request would contain the query in its URL, and the query may be too long for a URL.

    Raises:
        RefusedQueryError: Prometheus answers with an error.
        ServerError: The server did not answer, or the answer does not have the format of
            Prometheus's API.
    """
    request = HttpRequest(method="POST", url=url, data=form)
    reply = send_request(session, request, peer=PROMETHEUS, limits=LIMITS)
    try:
        answer = parse_json_body(reply.body)
    except UnreadableJsonError:
        answer = None
    status = answer.get("status") if isinstance(answer, dict) else None
    if status == "error" and answer.get("error") and reply.status not in _CLIENT_REFUSED:
        reason = f"{answer.get('errorType', 'error')}: {answer['error']}"
        raise RefusedQueryError(redact_login(reason, reply.sent_login))
    _refuse_status(reply.status, reply.location, url)
    if status != "success":
        raise build_format_error(url)
    return answer.get("data")


def build_format_error(url: str) -> ServerError:
    """Return the error for an answer that does not have the format of Prometheus's API."""
    return ServerError(
        "the answer of the server does not have the format of Prometheus's API",
        where=strip_url_secrets(url),
        hint=_OTHER_SERVER,
    )


def _parse_json(reply: Reply, url: str) -> Any:
    try:
        return parse_json_body(reply.body)
    except UnreadableJsonError:
        raise ServerError(
            "the answer of the server is not JSON", where=strip_url_secrets(url), hint=_OTHER_SERVER
        ) from None


def _refuse_status(status: int, location: str | None, url: str) -> None:
    if status == _OK:
        return
    where = strip_url_secrets(url)
    if status in _HTTP_REDIRECTS:
        to = f" to {strip_url_secrets(location)}" if location else ""
        raise ServerError(
            f"the server answers with a redirect (HTTP {status}){to}",
            where=where,
            hint="boardwright does not follow redirects. If the server has moved, use its new URL.",
        )
    error_class = UnavailableError if status in _UNAVAILABLE else ServerError
    hint = _HINTS.get(status) or (_SERVER_HINT if status in _UNAVAILABLE else None)
    raise error_class(f"the server answers with status {status}", where=where, hint=hint)


_LOGIN_HINT = (
    "Set PROMETHEUS_TOKEN, or PROMETHEUS_USER and PROMETHEUS_PASSWORD, in the environment. To use "
    "other variables, write their names into the table [prometheus] of boardwright.toml. These "
    "credentials are sent only to the server whose url is set in [prometheus]."
)
_HINTS = {
    401: _LOGIN_HINT,
    403: f"The server does not allow these credentials to read data. {_LOGIN_HINT}",
    404: _OTHER_SERVER,
    429: "The server limits the number of requests. Wait a little and try again.",
    503: "The server may still be starting. Try again in a minute.",
}

_SERVER_HINT = "Look for the cause in the log of the server, or of the proxy in front of it."
