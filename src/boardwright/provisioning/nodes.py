"""Checks the addresses of machines and the targets of scrape jobs in boardwright.toml."""

from __future__ import annotations

import ipaddress
import re

from boardwright.frozen import frozen

_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_PORT_NUMBER = re.compile(r"[1-9][0-9]{0,4}")
_PORT = re.compile(r"(?P<host>[^:\[\]]+|\[.*\]):\d*")


@frozen
class ScrapedNode:
    """A machine on which exporters run.

    Attributes:
        name: Name of the machine, and value of the label `instance`.
        address: IP address or host name of the machine, without a port.
    """

    name: str
    address: str

    def format_address(self, port: int) -> str:
        """Return `host:port`, with an IPv6 address in brackets."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{host}:{port}"


def find_address_fault(address: str) -> str | None:
    """Return why the address of a machine is invalid, such as `has a port`; None if it is valid."""
    if any(char.isspace() for char in address):
        return "contains a space"
    if "://" in address:
        return "is a URL"
    if "/" in address:
        return "contains a slash"
    if _PORT.fullmatch(address):
        return "has a port"
    return _find_ip_fault(address) if _looks_like_ip(address) else _find_host_fault(address)


def _looks_like_ip(address: str) -> bool:
    return ":" in address or address.rstrip(".").rpartition(".")[2].isdigit()


def _find_ip_fault(address: str) -> str | None:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError as error:
        return f"is not an IP address: {_explain_error(error, address)}"
    if ip.is_unspecified or ip.is_multicast:
        return "is not the address of a single machine"
    if isinstance(ip, ipaddress.IPv6Address) and ip.scope_id:
        return "has an IPv6 zone such as %eth0, which Prometheus does not accept"
    return None


def _explain_error(error: ValueError, address: str) -> str:
    """Return why an IP address is invalid, in the words of Python's module `ipaddress`.

    Python describes the fault only if the IP version is known, so the address is parsed again.
    """
    parse = ipaddress.IPv6Address if ":" in address else ipaddress.IPv4Address
    try:
        parse(address)
    except ValueError as exact:
        return str(exact).removesuffix(f" in {address!r}")
    return str(error)


def _find_host_fault(address: str) -> str | None:
    labels = address.removesuffix(".").split(".")
    if len(address) <= 253 and all(_LABEL.fullmatch(label) for label in labels):
        return None
    return "is not an IP address or a host name"


def find_target_fault(target: str) -> tuple[str, str] | None:
    """Return why the target of a scrape job is invalid, and a hint; None if the target is valid.

    A target is `host` or `host:port`, with an IPv6 address in brackets. The function never returns
    a password.
    """
    if "@" in target:
        return (
            "contains a user or password",
            'Write the target without user and password. Set username = "USER", and set'
            ' password_file = "FILE" to the path of a file that Prometheus can read.',
        )
    if "://" in target:
        return f"is {target!r}, a URL", _as_settings(target)
    host, port = _split_target(target)
    fault = find_address_fault(host) or (
        None if _is_port(port) else f"has the invalid port {port!r}"
    )
    if target.count(":") > 1 and not target.startswith("["):
        fault = "is an IPv6 address without brackets"
    return (f"is {target!r}, which {fault}", _TARGET_HINT) if fault else None


_TARGET_HINT = 'Write a target such as "web-1.example.org:9100" or "[::1]:9100".'


def _split_target(target: str) -> tuple[str, str | None]:
    if target.startswith("["):
        host, _, port = target[1:].partition("]")
        return host, port.removeprefix(":") if port else None
    host, colon, port = target.partition(":")
    return host, port if colon else None


def _is_port(port: str | None) -> bool:
    return port is None or (bool(_PORT_NUMBER.fullmatch(port)) and int(port) < 2**16)


def _as_settings(url: str) -> str:
    """Return a hint with the settings of a scrape job that replace a URL."""
    scheme, _, rest = url.partition("://")
    address, slash, path = rest.partition("/")
    path = path.partition("?")[0]
    settings = [f'targets = ["{address}"]']
    if scheme == "https":
        settings.append('scheme = "https"')
    if path not in ("", "metrics"):
        settings.append(f'metrics_path = "{slash}{path}"')
    return f"Write {' and '.join(settings)}."
