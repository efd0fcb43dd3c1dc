"""Errors of requests to any server.

    ServerError (of boardwright.errors)
    └── RequestError            one request that did not succeed
        ├── NoCredentialsError  no usable token or password was found
        ├── NoAnswerError       no usable answer arrived
        │   ├── UnreachableError    unknown host, connection refused or ended early
        │   ├── SlowError           the answer was not complete in time
        │   └── UntrustedError      a certificate cannot be verified
        ├── OversizedError      the answer is longer than the limit
        ├── OutOfTimeError      not sent, because the time limit for the whole run is over
        └── StoppedError        not sent, because earlier requests had no answer
            └── HaltedError     not sent, because the user stopped the run

No message contains a password, a token, or the query of a URL.
"""

from __future__ import annotations

from typing import ClassVar

from boardwright.errors import ServerError


class RequestError(ServerError):
    """One request that did not succeed.

    Attributes:
        concerns_server: Whether the failure concerns the whole server, so that other requests to
            the server will probably fail in the same way.
        temporary: Whether the failure may be temporary, so that the request may succeed if it is
            repeated later.
        retry_after: Number of seconds after which the server allows the next request; None if the
            server did not state this number.
    """

    concerns_server: ClassVar[bool] = False
    temporary: bool = False
    retry_after: float | None = None


class NoCredentialsError(RequestError):
    """No usable token or password was found."""

    concerns_server = True


class NoAnswerError(RequestError):
    """No usable answer arrived."""

    concerns_server = True


class UnreachableError(NoAnswerError):
    """The host is unknown, the server refused the connection, or the connection ended before the
    answer was complete.
    """

    temporary = True


class SlowError(NoAnswerError):
    """The answer was not complete within the time limit."""

    temporary = True


class UntrustedError(NoAnswerError):
    """The server's certificate cannot be verified, or the server does not use TLS."""


class OversizedError(RequestError):
    """The answer is longer than the limit."""


class OutOfTimeError(RequestError):
    """The request was not sent, because the time limit for the whole run is over."""


class StoppedError(RequestError):
    """The request was not sent, because earlier requests had no answer."""


class HaltedError(StoppedError):
    """The request was not sent, because the user stopped the run."""
