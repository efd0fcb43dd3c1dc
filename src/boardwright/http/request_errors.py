"""Errors between this program and any server.

    ServerError (of boardwright.errors)
    └── RequestError            one request that did not succeed
        ├── NoCredentialsError  no token or password where the configuration names one
        ├── NoAnswerError       no usable answer arrived
        │   ├── UnreachableError    unknown host, connection refused or broken off
        │   ├── SlowError           not in time
        │   └── UntrustedError      a certificate that does not verify
        ├── OversizedError      an answer that is longer than the limit
        └── OutOfTimeError      not sent: the time for the whole run is over

No message holds a password, a token, or the query of an address.
"""

from __future__ import annotations

from typing import ClassVar

from boardwright.errors import ServerError


class RequestError(ServerError):
    """One request that did not succeed.

    Attributes:
        everywhere: Whether the next request would most likely fail in the same way.
        passing: Whether the same request may succeed a little later.
        retry_after: The number of seconds after which the server asked to be asked again.
    """

    everywhere: ClassVar[bool] = False
    passing: bool = False
    retry_after: float | None = None


class NoCredentialsError(RequestError):
    """No usable token or password where the configuration names one."""

    everywhere = True


class NoAnswerError(RequestError):
    """No usable answer arrived."""

    everywhere = True


class UnreachableError(NoAnswerError):
    """The host is unknown, or the connection was refused or broke off."""

    passing = True


class SlowError(NoAnswerError):
    """The answer did not arrive in time."""

    passing = True


class UntrustedError(NoAnswerError):
    """The certificate does not verify, or the server does not speak TLS."""


class OversizedError(RequestError):
    """The answer is longer than the limit."""


class OutOfTimeError(RequestError):
    """The request was not sent, since the time for the whole run is over."""
