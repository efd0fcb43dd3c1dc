"""Grafana's address: what is taken and what is not."""

from __future__ import annotations

import pytest

from boardwright.grafana.address import is_loopback, page, refusal, shown


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:3000",
        "https://grafana.example.org",
        "https://example.org/grafana",
        "http://[::1]:3000",
        "http://grafana",
    ],
)
def test_what_is_taken(url: str) -> None:
    assert refusal(url) is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("grafana.example.org", "it begins with http:// or https://"),
        ("ftp://grafana.example.org", "it begins with http:// or https://"),
        ("http://", "is no address"),
        ("http://host:port", "is no address"),
        ("http://host:99999", "is no address"),
        ("http://ho st", "is no address"),
        ("http://[::1", "is no address"),
        ("http://host/?orgId=1", "has no ? and no #"),
        ("http://host/#x", "has no ? and no #"),
    ],
)
def test_what_is_not(url: str, reason: str) -> None:
    told = refusal(url)
    assert told is not None
    assert reason in told
    assert repr(url) in told


@pytest.mark.parametrize(
    "url", ["http://admin:hunter2@host", "http:/admin:hunter2@host", "https://hunter2@host"]
)
def test_a_password_in_an_address_is_not_repeated(url: str) -> None:
    assert refusal(url) == "holds a user or password; an address has none"


def test_what_is_shown_has_no_secrets() -> None:
    assert shown("https://u:p@host:1/login?token=secret#x") == "https://host:1/login"


@pytest.mark.parametrize(
    ("url", "path", "expected"),
    [
        ("http://host:3000", "/d/cpu/cpu", "http://host:3000/d/cpu/cpu"),
        ("https://host/grafana", "/d/cpu/cpu", "https://host/grafana/d/cpu/cpu"),
        ("https://host/grafana", "/grafana/d/cpu/cpu", "https://host/grafana/d/cpu/cpu"),
    ],
)
def test_the_address_of_a_page(url: str, path: str, expected: str) -> None:
    assert page(url, path) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:3000", True),
        ("http://localhost:3000", True),
        ("http://[::1]", True),
        ("http://10.0.0.1", False),
        ("http://grafana", False),
    ],
)
def test_this_machines_own_addresses(url: str, expected: bool) -> None:
    assert is_loopback(url) is expected
