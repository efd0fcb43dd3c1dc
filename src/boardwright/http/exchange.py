"""One request and its answer, within a time and a size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson
import requests

from boardwright.frozen import frozen
from boardwright.http.addresses import is_loopback, public_url
from boardwright.http.failures import Peer, explain
from boardwright.http.request_errors import OversizedError
from boardwright.schema.canonical import parse_canonical

_CHUNK = 2**16
_DEEPEST = 254
"""Levels of lists and objects that `orjson` writes; boards have about fifteen."""
NOTHING: Mapping[str, Any] = MappingProxyType({})


@frozen
class Limits:
    """The time and size of one exchange.

    Attributes:
        seconds: The time for the whole answer, in seconds.
        connect: The time for the connection, in seconds.
        most_bytes: The longest body.
    """

    seconds: float
    connect: float = 10.0
    most_bytes: int = 256 * 2**20


@frozen
class Route:
    """How a server is reached.

    Attributes:
        verify: True for the system's certificates, or the path of a file of trusted ones.
        certificate: The paths of a client certificate and its key; None for none.
        proxy: The address of a proxy; None for the one in the environment.
    """

    verify: bool | str = True
    certificate: tuple[str, str] | None = None
    proxy: str | None = None


@frozen
class Reply:
    """An answer that was read to its end.

    Attributes:
        status: The HTTP status.
        headers: The headers; their names are case-insensitive.
        body: The bytes of the body, decompressed.
        location: The absolute address of a redirect; None for any other answer.
        sent_login: The header `Authorization` of the request; empty for none.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    location: str | None = None
    sent_login: str = field(default="", repr=False)

    @property
    def content_type(self) -> str:
        """The media type, in small letters; empty when there is none."""
        return str(self.headers.get("Content-Type", "")).lower()


class UnreadableJsonError(ValueError):
    """The body is not JSON, or nested too deeply to be handled."""


def exchange(
    session: requests.Session, method: str, url: str, *, peer: Peer, limits: Limits, **options: Any
) -> Reply:
    """Send a request and read its whole answer, whatever its status; see `open_response`.

    Raises:
        NoAnswerError: No answer, or not in time.
        OversizedError: The answer is longer than the limit.
    """
    with open_response(session, method, url, peer=peer, limits=limits, **options) as response:
        body = b"".join(read_chunks(response, url, peer=peer, limits=limits))
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
    method: str,
    url: str,
    *,
    peer: Peer,
    limits: Limits,
    route: Route | None = None,
    params: Mapping[str, str | int] = NOTHING,
    data: bytes | Mapping[str, str] | None = None,
    headers: Mapping[str, str] = NOTHING,
    authorization: str | None = None,
    where: str | None = None,
) -> Iterator[requests.Response]:
    """Send a request and yield its response, whose body is not read yet.

    Args:
        session: Sends the request.
        method: The HTTP method.
        url: The address.
        peer: The server, for messages.
        limits: The time and size.
        route: How the server is reached; None leaves it to the session.
        params: The query of the address.
        data: The body, or the fields of a form.
        headers: Further headers.
        authorization: The value of that header; None for none, regardless of a `.netrc`.
        where: The address that messages name; `url` when None.

    Raises:
        NoAnswerError: No answer, or not in time; raised while the body is read, too.
    """

    def authorize(request: requests.PreparedRequest) -> requests.PreparedRequest:
        if authorization is not None:
            request.headers["Authorization"] = authorization
        return request

    way = route or Route()
    try:
        with session.request(
            method,
            url,
            params=params or None,
            data=data,
            headers=dict(headers),
            auth=authorize,
            verify=way.verify,
            cert=way.certificate,
            proxies=_proxies(url, way.proxy),
            timeout=(min(limits.connect, limits.seconds), limits.seconds),
            allow_redirects=False,
            stream=True,
        ) as response:
            yield response
    except requests.RequestException as error:
        raise explain(error, url=where or url, seconds=limits.seconds, peer=peer) from None


def read_chunks(
    response: requests.Response, url: str, *, peer: Peer, limits: Limits
) -> Iterator[bytes]:
    """Yield the body piece by piece.

    Raises:
        OversizedError: It is longer than the limit.
    """
    size = 0
    for chunk in response.iter_content(_CHUNK):
        size += len(chunk)
        if size > limits.most_bytes:
            raise OversizedError(
                f"its answer is longer than {limits.most_bytes >> 20} MiB",
                where=public_url(url),
                hint=f"Does something other than {peer.name} answer there?",
            )
        yield chunk


def json_data(body: bytes) -> Any:
    """Return the JSON data of a body.

    Raises:
        UnreadableJsonError: It is not JSON, or nested more than 254 levels deep.
    """
    try:
        data = parse_canonical(body)
    except ValueError:
        raise UnreadableJsonError from None
    try:
        orjson.dumps(data)
    except TypeError:  # too deep, or a number or text that only `json` writes
        if _depth(data) > _DEEPEST:
            raise UnreadableJsonError from None
    return data


def _depth(data: Any) -> int:
    """Return how many lists and objects are inside each other; no recursion, no limit."""
    depth, level = 0, [data]
    while level:
        depth += 1
        lists = [list(each.values()) if isinstance(each, dict) else each for each in level]
        inner = [item for each in lists if isinstance(each, list) for item in each]
        level = [item for item in inner if isinstance(item, dict | list)]
    return depth


def _proxies(url: str, proxy: str | None) -> dict[str, str]:
    """Return the proxies for `requests`; this machine's own addresses never have one."""
    if is_loopback(url):
        return {"no_proxy": urlsplit(url).hostname or ""}
    return {"http": proxy, "https": proxy} if proxy else {}
