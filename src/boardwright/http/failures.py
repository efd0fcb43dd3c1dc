"""Converts exceptions of the library `requests` to errors with a cause and a hint."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import requests

from boardwright.frozen import frozen
from boardwright.http.addresses import strip_url_secrets
from boardwright.http.request_errors import (
    NoAnswerError,
    SlowError,
    UnreachableError,
    UntrustedError,
)

_CLIENT_CERTIFICATE = (
    "If the server demands a client certificate, set {} to the path of the certificate."
)


@frozen
class Peer:
    """Describes a server for messages.

    Attributes:
        name: Name of the server's software, such as `Grafana` or `the exporter`.
        table: Table of boardwright.toml with the server's settings, such as `[grafana]`; empty if
            boardwright.toml has no table for the server.
        lost: Hint for a request whose answer was lost, because the server may have carried out the
            request. Empty if boardwright only reads from the server.
    """

    name: str
    table: str = ""
    lost: str = ""

    def fill_setting(self, key: str, sentence: str) -> str:
        """Replace `{}` in a sentence with a setting, such as `[grafana] timeout`.

        The result is empty if boardwright.toml has no table for the server.
        """
        return sentence.format(f"{self.table} {key}") if self.table else ""


def build_request_error(
    error: requests.RequestException, *, url: str, seconds: float, peer: Peer
) -> NoAnswerError:
    """Return the error for a request without a complete answer.

    Args:
        error: The exception of `requests`.
        seconds: Time limit of the request, in seconds.
    """
    where = strip_url_secrets(url)
    if isinstance(error, requests.exceptions.SSLError):
        return _build_certificate_error(error, where, peer)
    if isinstance(error, requests.exceptions.ProxyError):
        return UnreachableError(
            f"the proxy does not answer: {_describe_innermost_cause(error)}",
            where=where,
            hint="The environment variable HTTP_PROXY or HTTPS_PROXY sets the proxy. NO_PROXY "
            "lists the hosts for which no proxy is used.",
        )
    if isinstance(error, requests.exceptions.ConnectTimeout):
        hint = "Check the host name, and whether a firewall blocks the connection."
        return SlowError("connecting took too long", where=where, hint=hint)
    if isinstance(error, requests.exceptions.Timeout) or _has_cause(error, TimeoutError):
        timeout_hint = peer.fill_setting("timeout", "{} sets the time limit in seconds.")
        hint = f"{peer.lost} {timeout_hint}".strip()
        return SlowError(f"no answer in {seconds:g} s", where=where, hint=hint or None)
    return _build_connection_error(error, where, peer)


def _build_connection_error(
    error: requests.RequestException, where: str, peer: Peer
) -> UnreachableError:
    if _has_cause(error, socket.gaierror):
        what = "the host name cannot be resolved"
        hint = "Check the host name in the URL."
    elif _has_cause(error, ConnectionRefusedError):
        what = "the connection was refused"
        hint = f"Check that {peer.name} runs at this URL, and that the port is right."
    elif isinstance(
        error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError
    ):
        what, hint = "the connection ended in the middle of the answer", peer.lost
    elif _has_cause(error, ConnectionResetError) and where.startswith("https:"):
        what = f"the connection failed: {_describe_innermost_cause(error)}"
        hint = f"{peer.lost} {peer.fill_setting('client_cert', _CLIENT_CERTIFICATE)}".strip()
    else:
        what, hint = f"the connection failed: {_describe_innermost_cause(error)}", peer.lost
    result = UnreachableError(what, where=where, hint=hint or None)
    result.temporary = not _has_cause(error, socket.gaierror)
    return result


def _build_certificate_error(
    error: requests.RequestException, where: str, peer: Peer
) -> UntrustedError:
    for cause in _iter_causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            hint = (
                "If a certificate authority of your organisation signed the certificate, set {} "
                "to the path of the authority's certificate."
            )
            return UntrustedError(
                f"the server's certificate cannot be verified: {cause.verify_message}",
                where=where,
                hint=peer.fill_setting("ca_file", hint) or None,
            )
    plain_http_hint = (
        f"If {peer.name} uses plain HTTP at this URL, write http:// instead of https://."
    )
    if _has_alert(error, "CERTIFICATE_REQUIRED"):
        what = "the server demands a client certificate"
        hint = peer.fill_setting("client_cert", "Set {} to the path of the client certificate.")
    elif _has_alert(error, "UNKNOWN_CA", "BAD_CERTIFICATE", "CERTIFICATE_UNKNOWN"):
        what = "the server refuses the client certificate"
        hint = "Check that the server trusts the authority that signed the client certificate."
    elif _has_alert(error, "WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"):
        what = f"no TLS connection could be made: {_describe_innermost_cause(error)}"
        hint = plain_http_hint
    else:
        what = f"no TLS connection could be made: {_describe_innermost_cause(error)}"
        hint = f"{peer.fill_setting('client_cert', _CLIENT_CERTIFICATE)} {plain_http_hint}".strip()
    return UntrustedError(what, where=where, hint=hint or None)


def _has_alert(error: BaseException, *reasons: str) -> bool:
    """Return whether OpenSSL reported one of the reasons.

    OpenSSL writes the TLS version before some reasons, as in `TLSV1_ALERT_UNKNOWN_CA`.
    """
    texts = [str(getattr(cause, "reason", None) or "") for cause in _iter_causes(error)]
    return any(text.endswith(reason) for text in texts for reason in reasons)


def _has_cause(error: BaseException, kind: type[BaseException]) -> bool:
    return any(isinstance(cause, kind) for cause in _iter_causes(error))


def _describe_innermost_cause(error: BaseException) -> str:
    """Return the message of the innermost cause. `requests` makes the outer messages very long."""
    *_, last = _iter_causes(error)
    if isinstance(last, OSError) and last.strerror:
        return last.strerror
    return str(last).splitlines()[0][:200] if str(last) else type(last).__name__


def _iter_causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and then its causes.

    Some exceptions of urllib3 contain their cause in `args` or `reason` instead of `__cause__`.
    """
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
