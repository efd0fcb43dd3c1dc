"""Sends one HTTP request and reads its answer, with a time limit and a size limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson
import requests

from boardwright.frozen import frozen
from boardwright.http.addresses import is_loopback, strip_url_secrets
from boardwright.http.failures import Peer, build_request_error
from boardwright.http.request_errors import OversizedError
from boardwright.schema.canonical import parse_canonical_json

_CHUNK = 2**16
_DEEPEST = 254
"""Maximum nesting depth that `orjson` can write. A dashboard is about fifteen levels deep."""
NOTHING: Mapping[str, Any] = MappingProxyType({})


@frozen
class Limits:
    """The limits of one request.

    Attributes:
        seconds: Time limit for the complete answer, in seconds.
        connect: Time limit for connecting, in seconds.
        most_bytes: Size limit for the body of the answer, in bytes.
    """

    seconds: float
    connect: float = 10.0
    most_bytes: int = 256 * 2**20


@frozen
class Route:
    """The certificates and the proxy for the connection to a server.

    Attributes:
        verify: Path of a file with trusted certificates; True to trust the default certificates.
        certificate: Paths of a client certificate and its key; None for no client certificate.
        proxy: URL of a proxy; None for the proxy in the environment variables.
    """

    verify: bool | str = True
    certificate: tuple[str, str] | None = None
    proxy: str | None = None


@frozen
class Reply:
    """The complete answer to a request.

    Attributes:
        headers: The HTTP headers, with case-insensitive names.
        body: The decompressed body.
        location: Absolute URL to which the answer redirects; None if the answer is not a redirect.
        sent_login: Value of the request's `Authorization` header; empty if the header was missing.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    location: str | None = None
    sent_login: str = field(default="", repr=False)

    @property
    def content_type(self) -> str:
        """The header `Content-Type` in lower case; empty if the header is missing."""
        return str(self.headers.get("Content-Type", "")).lower()

    @property
    def retry_after(self) -> float | None:
        """The seconds to wait until the next request; None without the header `Retry-After`."""
        return parse_retry_after(self.headers.get("Retry-After"), now=self.headers.get("Date"))


class UnreadableJsonError(ValueError):
    """Raised if the body of an answer is not JSON, or is nested too deeply."""


@frozen
class HttpRequest:
    """A request to a server.

    Attributes:
        params: Query parameters of the URL.
        data: The body, or the fields of a form.
        headers: Additional HTTP headers.
        authorization: Value of the `Authorization` header; None to send no such header, even if a
            `.netrc` file contains credentials.
        where: The URL for messages; None for `url`.
    """

    method: str
    url: str
    params: Mapping[str, str | int] = field(default_factory=lambda: NOTHING)
    data: bytes | Mapping[str, str] | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=lambda: NOTHING, repr=False)
    authorization: str | None = field(default=None, repr=False)
    where: str | None = None


def send_request(
    session: requests.Session,
    request: HttpRequest,
    *,
    peer: Peer,
    limits: Limits,
    route: Route | None = None,
) -> Reply:
    """Send a request and return the complete answer, whatever its HTTP status is.

    Args:
        limits: Time limit and size limit.
        route: The certificates and the proxy; None for the settings of the session.

    Raises:
        NoAnswerError: The server did not send a complete answer within the time limit.
        OversizedError: The answer is longer than `limits.most_bytes`.
    """
    with open_response(session, request, peer=peer, limits=limits, route=route) as response:
        body = b"".join(read_chunks(response, request.url, peer=peer, limits=limits))
        target = response.headers.get("Location") if response.is_redirect else None
        return Reply(
            status=response.status_code,
            headers=response.headers,
            body=body,
            location=urljoin(response.url, target) if target else None,
            sent_login=str(response.request.headers.get("Authorization", "")),
        )


@contextmanager
def open_response(
    session: requests.Session,
    request: HttpRequest,
    *,
    peer: Peer,
    limits: Limits,
    route: Route | None = None,
) -> Iterator[requests.Response]:
    """Send a request, and return a context manager with the response, before its body is read.

    Args:
        limits: Time limit and size limit.
        route: The certificates and the proxy; None for the settings of the session.

    Raises:
        NoAnswerError: The server did not answer within the time limit. Reading the body inside the
            `with` statement can raise the same error.
    """

    def set_authorization(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        if request.authorization is not None:
            prepared.headers["Authorization"] = request.authorization
        return prepared

    route = route or Route()
    try:
        with session.request(
            request.method,
            request.url,
            params=request.params or None,
            data=request.data,
            headers=dict(request.headers),
            auth=set_authorization,
            verify=route.verify,
            cert=route.certificate,
            proxies=_select_proxies(request.url, route.proxy),
            timeout=(min(limits.connect, limits.seconds), limits.seconds),
            allow_redirects=False,
            stream=True,
        ) as response:
            yield response
    except requests.RequestException as error:
        where = request.where or request.url
        raise build_request_error(error, url=where, seconds=limits.seconds, peer=peer) from None


def read_chunks(
    response: requests.Response, url: str, *, peer: Peer, limits: Limits
) -> Iterator[bytes]:
    """Yield the body of a response in chunks.

    Raises:
        OversizedError: The body is longer than `limits.most_bytes`.
    """
    size = 0
    for chunk in response.iter_content(_CHUNK):
        size += len(chunk)
        if size > limits.most_bytes:
            raise OversizedError(
                f"the answer is longer than {limits.most_bytes >> 20} MiB",
                where=strip_url_secrets(url),
                hint=f"Check that {peer.name}, and no other program, answers at this URL.",
            )
        yield chunk


def parse_json_body(body: bytes) -> Any:
    """Parse the body of an answer as JSON.

    Raises:
        UnreadableJsonError: The body is not JSON, or is nested more than 254 levels deep.
    """
    try:
        data = parse_canonical_json(body)
    except ValueError:
        raise UnreadableJsonError from None
    try:
        orjson.dumps(data)
    except TypeError:
        # The data is nested too deeply, or contains a number or text that only `json` can write.
        if _measure_depth(data) > _DEEPEST:
            raise UnreadableJsonError from None
    return data


def _measure_depth(data: Any) -> int:
    """Return the nesting depth, computed without recursion because the data may be very deep."""
    depth, values = 0, [data]
    while containers := [value for value in values if isinstance(value, dict | list)]:
        depth += 1
        values = [
            child
            for container in containers
            for child in (container.values() if isinstance(container, dict) else container)
        ]
    return depth


def _select_proxies(url: str, proxy: str | None) -> dict[str, str]:
    """Return the argument `proxies` for `requests`, without a proxy for the local machine."""
    if is_loopback(url):
        return {"no_proxy": urlsplit(url).hostname or ""}
    return {"http": proxy, "https": proxy} if proxy else {}


def parse_retry_after(value: str | None, *, now: str | None = None) -> float | None:
    """Return the seconds to wait according to a `Retry-After` header.

    The result is None if the header is missing or invalid.

    Args:
        value: Value of the `Retry-After` header: a number of seconds, or a date.
        now: Value of the `Date` header of the same answer. The function uses this date as the
            current time, because the clocks of the server and of this machine may differ.
    """
    text = (value or "").strip()
    if text.isdecimal():
        return float(text)
    date = _parse_date(text)
    if date is None:
        return None
    return max(0.0, (date - (_parse_date(now or "") or datetime.now(UTC))).total_seconds())


def _parse_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
