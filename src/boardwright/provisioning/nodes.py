"""The machines that a master watches, and what an address may be."""

from __future__ import annotations

import ipaddress
import re

from boardwright.frozen import frozen

_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_PORT = re.compile(r"(?P<host>[^:\[\]]+|\[.*\]):\d*")


@frozen
class Node:
    """A machine with exporters.

    Attributes:
        name: What people call it; the value of the label `instance`.
        address: An IP address or a host name, without a port.
    """

    name: str
    address: str

    def at(self, port: int) -> str:
        """Return `host:port`, an IPv6 address in brackets."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{host}:{port}"


def address_fault(address: str) -> str | None:
    """Return what is wrong with a node's address, or None when it is one."""
    if any(char.isspace() for char in address):
        return "holds a space"
    if "://" in address:
        return "is a URL"
    if "/" in address:
        return "holds a slash"
    if _PORT.fullmatch(address):
        return "has a port"
    return _ip_fault(address) if _looks_like_ip(address) else _host_fault(address)


def _looks_like_ip(address: str) -> bool:
    return ":" in address or address.rstrip(".").rpartition(".")[2].isdigit()


def _ip_fault(address: str) -> str | None:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError as error:
        return f"is no IP address: {_reason(error, address)}"
    if ip.is_unspecified or ip.is_multicast:
        return "is no address of one machine"
    if isinstance(ip, ipaddress.IPv6Address) and ip.scope_id:
        return "has a zone, which Prometheus takes no address with"
    return None


def _reason(error: ValueError, address: str) -> str:
    """The reason in `ipaddress`'s words, which it gives for IPv4 and IPv6 by themselves only."""
    parse = ipaddress.IPv6Address if ":" in address else ipaddress.IPv4Address
    try:
        parse(address)
    except ValueError as exact:
        return str(exact).removesuffix(f" in {address!r}")
    return str(error)


def _host_fault(address: str) -> str | None:
    labels = address.removesuffix(".").split(".")
    if len(address) <= 253 and all(_LABEL.fullmatch(label) for label in labels):
        return None
    return "is neither an IP address nor a host name"
