"""Which URLs hold a password or token."""

from __future__ import annotations

import pytest

from boardwright.notation.url_secrets import has_secret


@pytest.mark.parametrize(
    "text",
    [
        "see https://me:word@example.org/x",
        "https://:word@example.org/x",
        "https://ghp_abcdef@github.com/x",
        "https://{{ $labels.user }}:word@example.org",
        "https://example.org/x?client_secret=a",
        "https://example.org/x?a=b&refresh_token=a",
        "https://example.org/x?key=a",
        "https://example.org/x?X-Api-Key=a",
        "https://example.org/x#token=a",
        "https://hooks.slack.com/services/T/B/X",
    ],
)
def test_a_url_with_a_secret_is_recognised(text: str) -> None:
    assert has_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/x?job=a&var-key=b",
        "https://example.org/@team/x",
        "https://{{ $labels.user }}:{{ $labels.word }}@example.org",
        "https://{{ $labels.instance }}/a me@example.org",
        "https://example.org/x?token={{ $labels.token }}",
        "https://hooks.slack.com/docs",
        "ask me@example.org: key=a",
    ],
)
def test_a_url_without_a_secret_is_accepted(text: str) -> None:
    assert not has_secret(text)
