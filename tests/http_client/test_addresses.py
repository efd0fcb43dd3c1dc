"""Grafana's address: accepted and refused forms."""

from __future__ import annotations

import pytest

from boardwright.grafana.older_api import build_page_url
from boardwright.http.addresses import find_url_fault, is_loopback, strip_url_secrets


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
def test_a_valid_address_is_accepted(url: str) -> None:
    assert find_url_fault(url) is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("grafana.example.org", "it must begin with http:// or https://"),
        ("ftp://grafana.example.org", "it must begin with http:// or https://"),
        ("http://", "is not a valid URL"),
        ("http://host:port", "is not a valid URL"),
        ("http://host:99999", "is not a valid URL"),
        ("http://ho st", "is not a valid URL"),
        ("http://[::1", "is not a valid URL"),
        ("http://host/?orgId=1", "it must not contain a query (?) or a fragment (#)"),
        ("http://host/#x", "it must not contain a query (?) or a fragment (#)"),
    ],
)
def test_an_invalid_address_is_refused_with_the_reason(url: str, reason: str) -> None:
    message = find_url_fault(url)
    assert message is not None
    assert reason in message
    assert url.partition("?")[0].partition("#")[0] in message


@pytest.mark.parametrize(
    "url", ["http://admin:hunter2@host", "http:/admin:hunter2@host", "https://hunter2@host"]
)
def test_a_password_in_an_address_is_not_repeated(url: str) -> None:
    assert find_url_fault(url) == "contains a user or password, which is not allowed in a URL"


def test_a_token_in_a_query_is_masked() -> None:
    fault = find_url_fault("http://host/metrics?token=hunter2")
    assert fault is not None
    assert fault.startswith("is 'http://host/metrics?***'")


def test_a_shown_address_has_no_secrets() -> None:
    assert strip_url_secrets("https://u:p@host:1/login?token=secret#x") == "https://host:1/login"


@pytest.mark.parametrize(
    ("url", "path", "expected"),
    [
        ("http://host:3000", "/d/cpu/cpu", "http://host:3000/d/cpu/cpu"),
        ("https://host/grafana", "/d/cpu/cpu", "https://host/grafana/d/cpu/cpu"),
        ("https://host/grafana", "/grafana/d/cpu/cpu", "https://host/grafana/d/cpu/cpu"),
    ],
)
def test_a_page_is_appended_to_the_address_of_grafana(url: str, path: str, expected: str) -> None:
    assert build_page_url(url, path) == expected


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
def test_addresses_of_this_machine_are_recognised(url: str, expected: bool) -> None:
    assert is_loopback(url) is expected
