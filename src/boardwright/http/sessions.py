"""Creates HTTP sessions with a time limit for the complete answer to each request.

The time limit of `requests` applies to each read from the socket, so a server that sends slowly
could take hours.
"""

from __future__ import annotations

import io
import socket
import time
from http.client import HTTPResponse
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.poolmanager import PoolManager

from boardwright import __version__
from boardwright.http.request_errors import OutOfTimeError

MOST_AT_ONCE = 32
"""Maximum number of simultaneous requests of a session, and of connections that it keeps open."""


class _DeadlineReader(io.RawIOBase):
    """Reads from a socket. All reads together may take as long as the timeout of the socket."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw, self._sock = raw, sock
        seconds = sock.gettimeout()
        self._end = None if seconds is None else time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._end is not None:
            left = self._end - time.monotonic()
            if left <= 0:
                raise TimeoutError("reading the whole answer took too long")
            self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def fileno(self) -> int:
        return self._raw.fileno()

    def close(self) -> None:
        self._raw.close()
        super().close()


class _DeadlineResponse(HTTPResponse):
    """A response whose time limit applies to the complete answer."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_DeadlineReader(self.fp.detach(), sock))


class _Connection(HTTPConnection):
    response_class = _DeadlineResponse


class _SecureConnection(HTTPSConnection):
    response_class = _DeadlineResponse


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class DeadlineAdapter(HTTPAdapter):
    """Sends requests with a time limit for each request and for all requests together.

    Args:
        end: Value of `time.monotonic()` after which the adapter sends no request; None for no
            limit.
    """

    def __init__(self, *, end: float | None = None) -> None:
        self.end = end
        super().__init__(pool_maxsize=MOST_AT_ONCE)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Create connection pools with a time limit for each complete answer."""
        super().init_poolmanager(*args, **kwargs)
        _use_deadlines(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """Return the connection pools for a proxy, with a time limit for each complete answer."""
        manager = super().proxy_manager_for(*args, **kwargs)
        _use_deadlines(manager)
        return manager

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        """Send a request whose time limit ends no later than `end`.

        Raises:
            OutOfTimeError: The time limit for all requests of the session is over.
        """
        if self.end is not None:
            left = self.end - time.monotonic()
            if left <= 0:
                raise OutOfTimeError("not sent: the time limit for the whole run is over")
            connect, answer = kwargs.get("timeout") or (left, left)
            kwargs["timeout"] = (min(connect, left), min(answer, left))
        return super().send(request, *args, **kwargs)


def _use_deadlines(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


def create_session(*, total_seconds: float | None = None) -> requests.Session:
    """Return a session that sends `boardwright` and its version in the header `User-Agent`.

    Args:
        total_seconds: Time limit for all requests of the session together, in seconds; None for no
            limit.
    """
    session = requests.Session()
    end = None if total_seconds is None else time.monotonic() + total_seconds
    for scheme in ("http://", "https://"):
        session.mount(scheme, DeadlineAdapter(end=end))
    session.headers["User-Agent"] = f"boardwright/{__version__}"
    return session
