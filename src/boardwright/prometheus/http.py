"""GET an address, or POST a question: the body, or an error of ours that says what happened."""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests

from boardwright import __version__
from boardwright.errors import ServerError

CONNECT_SECONDS = 3.0
SECONDS = 10.0
"""What a whole answer may take."""

MOST_BYTES = 64 * 2**20
NO_PARAMS: Mapping[str, str] = MappingProxyType({})
_HTTP_REDIRECTS = range(300, 400)
_OUT_OF_ORDER = frozenset({500, *range(502, 600)})
"""Statuses after which the same question may be answered; 501 is a server that never will."""


def new_session() -> requests.Session:
    """Return what requests are sent with."""
    session = requests.Session()
    session.headers["User-Agent"] = f"boardwright/{__version__}"
    return session


def get_json(
    session: requests.Session,
    url: str,
    *,
    params: Mapping[str, str] = NO_PARAMS,
    verify: bool | str = True,
) -> Any:
    """Return the JSON data at `url`.

    Raises:
        ServerError: No answer, not 200, or no JSON.
    """
    asked = f"{url}?{urlencode(params)}" if params else url
    with _opened(session, asked, verify=verify) as response:
        body = b"".join(_chunks(response, url))
    try:
        return json.loads(body)
    except ValueError:
        raise ServerError(
            "it answers, but not with JSON",
            where=address(url),
            hint="Does something else answer there?",
        ) from None


def address(url: str) -> str:
    """Return a URL as messages show it: who asks, and for what in detail, is not told."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def get_text(session: requests.Session, url: str) -> str:
    """Return the whole text at `url`; for the errors see `get_lines`."""
    return "\n".join(get_lines(session, url))


def get_lines(session: requests.Session, url: str) -> Generator[str, None, None]:
    """Yield the lines of the text at `url`; what is not read to its end is closed.

    Raises:
        ServerError: No answer, not 200, or a page for people.
    """
    with _opened(session, url) as response:
        if "html" in response.headers.get("Content-Type", ""):
            raise ServerError(
                "it answers with a page, not with metrics",
                where=address(url),
                hint="Does something else answer there?",
            )
        rest = b""
        for chunk in _chunks(response, url):
            *lines, rest = (rest + chunk).split(b"\n")
            yield from (line.decode("utf-8", "replace") for line in lines)
        yield rest.decode("utf-8", "replace")


class UnreachedError(ServerError):
    """Nothing was answered: no connection, no answer in time, or a proxy that reaches nobody."""


class RefusedQueryError(ServerError):
    """The server works, and refuses this one question."""


def post_json(session: requests.Session, url: str, form: Mapping[str, str]) -> Any:
    """Return `data` of Prometheus' answer to a question that is too long for an address.

    Raises:
        RefusedQueryError: It says what is wrong with the question.
        ServerError: No answer, or not Prometheus's.
    """
    with _opened(session, url, form=form) as response:
        body = b"".join(_chunks(response, url))
        try:
            answer = json.loads(body)
        except ValueError:
            answer = None
        status = answer.get("status") if isinstance(answer, dict) else None
        if status == "error" and answer.get("error"):
            raise RefusedQueryError(f"{answer.get('errorType', 'error')}: {answer['error']}")
        if response.status_code != requests.codes.ok:
            raise _not_ok(response, url)
    if status != "success":
        raise ServerError(
            "it answers, but not as Prometheus does",
            where=url,
            hint="Does something else answer there?",
        )
    return answer.get("data")


@contextmanager
def _opened(
    session: requests.Session,
    url: str,
    *,
    verify: bool | str = True,
    form: Mapping[str, str] | None = None,
) -> Iterator[requests.Response]:
    """Send a request; the status of a question's answer is the caller's to judge."""
    try:
        with session.request(
            "GET" if form is None else "POST",
            url,
            data=form,
            stream=True,
            allow_redirects=False,
            verify=verify,
            timeout=(CONNECT_SECONDS, SECONDS),
            proxies=_proxies(url),
            auth=_anonymous,
        ) as response:
            if form is None and response.status_code != requests.codes.ok:
                raise _not_ok(response, url)
            yield response
    except requests.RequestException as error:
        raise _no_answer(error, url) from None


def _proxies(url: str) -> dict[str, str]:
    """No proxy reaches this machine's own addresses, whatever the environment says."""
    host = urlsplit(url).hostname or ""
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    return {"no_proxy": host} if loopback else {}


def _anonymous(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """No login, whatever a `.netrc` says."""
    return request


def _chunks(response: requests.Response, url: str) -> Iterator[bytes]:
    """Yield the body; a server that trickles is given up."""
    deadline, size = time.monotonic() + SECONDS, 0
    for chunk in response.iter_content(2**16):
        size += len(chunk)
        if time.monotonic() > deadline:
            raise UnreachedError(f"its answer takes longer than {SECONDS:g} s", where=address(url))
        if size > MOST_BYTES:
            raise ServerError(
                f"its answer is longer than {MOST_BYTES >> 20} MiB", where=address(url)
            )
        yield chunk


def _not_ok(response: requests.Response, url: str) -> ServerError:
    status = response.status_code
    if status in _HTTP_REDIRECTS:
        return ServerError(
            f"it answers with a redirect ({status})",
            where=address(url),
            hint="It was not followed. Give the address that it leads to.",
        )
    hint = {
        401: "It wants a login; this check sends none to it.",
        403: "It wants a login; this check sends none to it.",
        404: "Does something else answer there, or does it run under a sub-path?",
        503: "It may still be starting: try again in a minute.",
    }
    kind = UnreachedError if status in _OUT_OF_ORDER else ServerError
    return kind(f"it answers {status}", where=address(url), hint=hint.get(status))


def _no_answer(error: requests.RequestException, url: str) -> ServerError:
    what = "the connection failed"
    for cause in _causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                what = f"its certificate does not verify: {cause.verify_message}"
            case ConnectionRefusedError():
                what = "the connection was refused"
            case socket.gaierror():
                what = "there is no host of that name"
            case TimeoutError() | requests.Timeout():
                what = "no answer in time"
            case _:
                continue
        break
    return UnreachedError(what, where=address(url))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and what it came from; urllib3 keeps some as arguments."""
    todo, seen = [error], set[int]()
    while todo:
        cause = todo.pop(0)
        if id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            linked = (getattr(cause, "reason", None), cause.__cause__, cause.__context__)
            todo += [each for each in (*linked, *cause.args) if isinstance(each, BaseException)]
