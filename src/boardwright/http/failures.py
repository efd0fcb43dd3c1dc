"""Why a request got no answer: from an exception of `requests` to an error with a next step."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import requests

from boardwright.frozen import frozen
from boardwright.http.addresses import public_url
from boardwright.http.request_errors import (
    NoAnswerError,
    SlowError,
    UnreachableError,
    UntrustedError,
)

_DEMAND = "If it demands a client certificate, name its file: {}."


@frozen
class Peer:
    """The server of a request, as messages name it.

    Attributes:
        name: The name of its software: `Grafana`, `Prometheus`, `the exporter`.
        table: The table of boardwright.toml with its settings, `[grafana]`; empty for none.
        lost: A note on a write whose answer got lost; empty for servers that are only read.
    """

    name: str
    table: str = ""
    lost: str = ""

    def setting(self, key: str, sentence: str) -> str:
        """Return a sentence about a setting of `table`; empty where there is no such table."""
        return sentence.format(f"{self.table} {key}") if self.table else ""


def explain(
    error: requests.RequestException, *, url: str, seconds: float, peer: Peer
) -> NoAnswerError:
    """Return the error for a request without an answer, with its cause.

    Args:
        error: The exception of `requests`.
        url: The address of the request.
        seconds: The time that the answer had.
        peer: The server.
    """
    where = public_url(url)
    if isinstance(error, requests.exceptions.SSLError):
        return _certificate_error(error, where, peer)
    if isinstance(error, requests.exceptions.ProxyError):
        return UnreachableError(
            f"the proxy does not answer: {_reason(error)}",
            where=where,
            hint="HTTP_PROXY or HTTPS_PROXY names it; NO_PROXY names hosts to reach without it.",
        )
    if isinstance(error, requests.exceptions.ConnectTimeout):
        hint = "Is the host right, and does a firewall let the connection through?"
        return SlowError("no connection in time", where=where, hint=hint)
    if isinstance(error, requests.exceptions.Timeout) or _has(error, TimeoutError):
        sets = peer.setting("timeout", "{} sets the seconds.")
        hint = f"{peer.lost} {sets}".strip()
        return SlowError(f"no answer in {seconds:g} s", where=where, hint=hint or None)
    return _unreachable(error, where, peer)


def _unreachable(error: requests.RequestException, where: str, peer: Peer) -> UnreachableError:
    if _has(error, socket.gaierror):
        what, hint = "there is no host of that name", "Is the address in boardwright.toml right?"
    elif _has(error, ConnectionRefusedError):
        what = "the connection was refused"
        hint = f"Is {peer.name} running there, and is the port right?"
    elif isinstance(
        error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError
    ):
        what, hint = "the answer broke off", peer.lost
    elif _has(error, ConnectionResetError) and where.startswith("https:"):
        what = f"the connection failed: {_reason(error)}"
        hint = f"{peer.lost} {peer.setting('client_cert', _DEMAND)}".strip()
    else:
        what, hint = f"the connection failed: {_reason(error)}", peer.lost
    found = UnreachableError(what, where=where, hint=hint or None)
    found.passing = not _has(error, socket.gaierror)
    return found


def _certificate_error(error: requests.RequestException, where: str, peer: Peer) -> UntrustedError:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            hint = "If your own authority signed it, name the authority's file: {}."
            return UntrustedError(
                f"its certificate does not verify: {cause.verify_message}",
                where=where,
                hint=peer.setting("ca_file", hint) or None,
            )
    plain = f"If {peer.name} speaks plain HTTP there, write http:// in its address."
    if _ends_with_alert(error, "CERTIFICATE_REQUIRED"):
        what = "it demands a client certificate"
        hint = peer.setting("client_cert", "Name the file of the certificate: {}.")
    elif _ends_with_alert(error, "UNKNOWN_CA", "BAD_CERTIFICATE", "CERTIFICATE_UNKNOWN"):
        what, hint = "it refuses the client certificate", "Did its own authority sign it?"
    elif _ends_with_alert(error, "WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"):
        what = f"no encrypted connection: {_reason(error)}"
        hint = plain
    else:
        what = f"no encrypted connection: {_reason(error)}"
        hint = f"{peer.setting('client_cert', _DEMAND)} {plain}".strip()
    return UntrustedError(what, where=where, hint=hint or None)


def _ends_with_alert(error: BaseException, *reasons: str) -> bool:
    """Return whether OpenSSL gives one of these reasons; they begin with the protocol's version."""
    found = [str(getattr(cause, "reason", None) or "") for cause in _causes(error)]
    return any(text.endswith(reason) for text in found for reason in reasons)


def _has(error: BaseException, kind: type[BaseException]) -> bool:
    return any(isinstance(cause, kind) for cause in _causes(error))


def _reason(error: BaseException) -> str:
    """Return the innermost cause in words, without the framing of `requests`."""
    *_, last = _causes(error)
    if isinstance(last, OSError) and last.strerror:
        return last.strerror
    return str(last).splitlines()[0][:200] if str(last) else type(last).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and its causes, outermost first; urllib3 keeps some as arguments."""
    todo, seen = [error], set[int]()
    while todo:
        cause = todo.pop(0)
        if id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            linked = (getattr(cause, "reason", None), cause.__cause__, *cause.args)
            todo += [
                each for each in (*linked, cause.__context__) if isinstance(each, BaseException)
            ]
