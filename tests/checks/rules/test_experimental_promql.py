from __future__ import annotations

from dataclasses import replace

import pytest

from boardwright.checks.rules.experimental_promql import check
from boardwright.checks.settings import ServerPromql
from checks.views import marks, messages, problems, query, settings_of_version

BAD = [
    ("", "info(x)", "info"),
    ("", "limitk(2, x)", "limitk"),
    ("", "mad_over_time(x[5m])", "mad_over_time"),
    ("", 'sort_by_label(x, "a")', "sort_by_label"),
    ("", "a + fill (0) b", "+"),
    ("3.7", "rate(x[5m] anchored)", "x[5m] anchored"),
    ("3.5", "rate(x[2 * 5m])", "[2 * 5m]"),
    ("3.8", "first_over_time(x[5m])", "first_over_time"),
]
GOOD = [
    ("", "rate(x[2 * 5m] anchored) </ 1"),
    ("", "first_over_time(x[5m])"),
    ("2.40", "limitk(2, x)"),
    ("2.53", "holt_winters(x[5m], 0.5, 0.5)"),
]


@pytest.mark.parametrize(("version", "text", "marked"), BAD)
def test_an_experimental_function_is_reported(version: str, text: str, marked: str) -> None:
    assert marks(check, query(text, settings_of_version(version))) == [marked]


@pytest.mark.parametrize(("version", "text"), GOOD)
def test_stable_promql_is_not_reported(version: str, text: str) -> None:
    assert messages(check, query(text, settings_of_version(version))) == []


def test_the_message_names_the_flag_and_each_function_once() -> None:
    (problem,) = problems(check, query("limitk(2, x) + limitk(3, y)").board)
    assert problem.severity == "info"
    assert problem.what.endswith("it needs --enable-feature=promql-experimental-functions")


@pytest.mark.parametrize(
    ("server", "configured", "count"),
    [
        (ServerPromql(version="3.16.0"), "", 1),
        (ServerPromql(version="3.16.0", enabled=frozenset({"limitk"})), "", 0),
        (ServerPromql(version="2.42.0"), "", 0),  # unsupported-promql reports it
        (ServerPromql(version="2.42.0"), "3.16", 1),
    ],
)
def test_the_configured_version_is_preferred_to_that_of_the_server(
    server: ServerPromql, configured: str, count: int
) -> None:
    """A configured version counts before that of the server."""
    settings = replace(settings_of_version(configured), server=server)
    assert len(messages(check, query("limitk(2, x)", settings))) == count
