"""What a request met on its way, as an error of ours: before there was any answer."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import requests

from boardwright.grafana.address import shown
from boardwright.grafana.errors import NoAnswerError, SlowError, UnreachableError, UntrustedError

_LATER = "It may have arrived all the same: deploying again compares first, and sends what is left."


def explain(error: requests.RequestException, *, url: str, timeout: int) -> NoAnswerError:
    """Return the error that says why a request had no answer.

    Args:
        error: What requests raised.
        url: Grafana's address.
        timeout: The seconds that were waited.
    """
    where = shown(url)
    if isinstance(error, requests.exceptions.SSLError):
        return _untrusted(error, where)
    if isinstance(error, requests.exceptions.ProxyError):
        return UnreachableError(
            f"the proxy on the way does not answer: {_reason(error)}",
            where=where,
            hint="HTTP_PROXY or HTTPS_PROXY names it; NO_PROXY names hosts to reach without.",
        )
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return SlowError(
            "no connection in time", where=where, hint="Is the host right, and a firewall open?"
        )
    if isinstance(error, requests.exceptions.Timeout) or _has(error, TimeoutError):
        hint = f"{_LATER} [grafana] timeout sets the seconds."
        return SlowError(f"no answer in {timeout} s", where=where, hint=hint)
    return _unreachable(error, where)


def _unreachable(error: requests.RequestException, where: str) -> UnreachableError:
    if _has(error, socket.gaierror):
        what, hint = "there is no host of that name", "Is the url in boardwright.toml right?"
    elif _has(error, ConnectionRefusedError):
        what, hint = "the connection was refused", "Is Grafana running there, and the port right?"
    elif isinstance(
        error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError
    ):
        what, hint = "the answer broke off", _LATER
    else:
        what, hint = f"the connection failed: {_reason(error)}", _LATER
    found = UnreachableError(what, where=where, hint=hint)
    found.passing = not _has(error, socket.gaierror)
    return found


def _untrusted(error: requests.RequestException, where: str) -> UntrustedError:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return UntrustedError(
                f"its certificate does not verify: {cause.verify_message}",
                where=where,
                hint="If the authority is your own, name its file: [grafana] ca_file.",
            )
    return UntrustedError(
        f"no encrypted connection: {_reason(error)}",
        where=where,
        hint="If Grafana speaks plain HTTP there, write http:// in its url.",
    )


def _has(error: BaseException, kind: type[BaseException]) -> bool:
    return any(isinstance(cause, kind) for cause in _causes(error))


def _reason(error: BaseException) -> str:
    """The innermost cause in words, without the requests' own framing."""
    *_, last = _causes(error)
    if isinstance(last, OSError) and last.strerror:
        return last.strerror
    return str(last).splitlines()[0][:200] if str(last) else type(last).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and what it came from, outermost first."""
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        seen.append(cause)
        yield cause
        nested = (getattr(cause, "reason", None), cause.__cause__, *cause.args, cause.__context__)
        cause = next((each for each in nested if isinstance(each, BaseException)), None)
