"""Errors of HTTP requests.

    ServerError (of boardwright.errors)
    └── RequestError
        ├── NoCredentialsError
        ├── NoAnswerError
        │   ├── UnreachableError
        │   ├── SlowError
        │   └── UntrustedError
        ├── OversizedError
        ├── OutOfTimeError
        └── StoppedError
            └── HaltedError

No error message contains a password, a token, or the query of a URL.
"""

from __future__ import annotations

from typing import ClassVar

from boardwright.errors import ServerError


class RequestError(ServerError):
    """Raised if a request fails, or if boardwright does not send the request.

    Attributes:
        concerns_server: Whether other requests to the same server will probably fail, too.
        temporary: Whether the same request may succeed later.
        retry_after: Number of seconds after which the server allows the next request; None if the
            answer has no header `Retry-After`.
    """

    concerns_server: ClassVar[bool] = False
    temporary: bool = False
    retry_after: float | None = None


class NoCredentialsError(RequestError):
    """Raised if boardwright finds no token or password, or cannot read it."""

    concerns_server = True


class NoAnswerError(RequestError):
    """Raised if the server does not send a complete answer."""

    concerns_server = True


class UnreachableError(NoAnswerError):
    """Raised if boardwright cannot connect to the server, or loses the connection."""

    temporary = True


class SlowError(NoAnswerError):
    """Raised if the answer is not complete within the time limit."""

    temporary = True


class UntrustedError(NoAnswerError):
    """Raised if the TLS connection fails, for example because the certificate is not trusted."""


class OversizedError(RequestError):
    """Raised if an answer is longer than the size limit."""


class OutOfTimeError(RequestError):
    """Raised instead of sending a request if the time limit for all requests together is over."""


class StoppedError(RequestError):
    """Raised instead of sending a request if several earlier requests failed."""


class HaltedError(StoppedError):
    """Raised instead of sending a request if the user has pressed Ctrl-C."""
