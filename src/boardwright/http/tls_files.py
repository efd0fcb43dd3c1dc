"""Checks the certificate files that boardwright.toml names."""

from __future__ import annotations

import ssl
from pathlib import Path

from boardwright.errors import ConfigError
from boardwright.http.credentials import Certificates
from boardwright.http.exchange import Route

_FILE = "boardwright.toml"


def build_route(files: Certificates, *, proxy: str | None, root: Path) -> Route:
    """Return the certificates and the proxy for the connection to a server.

    Args:
        files: The certificate files, with paths relative to `root`.
        proxy: URL of the proxy; None for the proxy in the environment variables.
        root: The project's folder.

    Raises:
        ConfigError: A file does not exist, or contains no certificate.
    """
    return Route(
        verify=resolve_trusted_certificates(files, root=root),
        certificate=resolve_client_certificate(files, root=root),
        proxy=proxy,
    )


def resolve_trusted_certificates(files: Certificates, *, root: Path) -> bool | str:
    """Return the argument `verify` for `requests`: the path of `ca_file`, or True if it is not set.

    Raises:
        ConfigError: The file does not exist, or contains no certificate.
    """
    if files.ca_file is None:
        return True
    path = _resolve_file("ca_file", files.ca_file, root)
    try:
        ssl.create_default_context(cafile=path)
    except (ssl.SSLError, OSError) as error:
        raise ConfigError(
            f"ca_file {files.ca_file!r} contains no certificate: {_describe_tls_error(error)}",
            where=_FILE,
        ) from error
    return str(path)


def resolve_client_certificate(files: Certificates, *, root: Path) -> tuple[str, str] | None:
    """Return the paths of the client certificate and its key; None if `client_cert` is not set.

    Raises:
        ConfigError: A file does not exist, contains no certificate or key, or contains a key that
            is encrypted.
    """
    if files.client_cert is None:
        return None
    certificate = _resolve_file("client_cert", files.client_cert, root)
    key = _resolve_file("client_key", files.client_key, root) if files.client_key else certificate
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_cert_chain(certificate, key, password=_refuse_password)
    except (ssl.SSLError, OSError, ValueError) as error:
        raise ConfigError(
            f"client_cert {files.client_cert!r} cannot be used: {_describe_tls_error(error)}",
            where=_FILE,
            hint="Set client_cert to a PEM file with the certificate, and client_key to a PEM file"
            " with its unencrypted key.",
        ) from error
    return str(certificate), str(key)


def _refuse_password() -> str:
    raise ValueError("the key is encrypted")


def _resolve_file(setting: str, name: str, root: Path) -> Path:
    path = root / Path(name).expanduser()
    if not path.is_file():
        raise ConfigError(f"{setting} {name!r} is not a file", where=_FILE)
    return path


def _describe_tls_error(error: Exception) -> str:
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None)
    return str(reason or error)
