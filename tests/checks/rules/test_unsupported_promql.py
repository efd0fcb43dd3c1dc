from __future__ import annotations

import pytest

from boardwright.checks.rule_execution import check_configuration
from boardwright.checks.rules.unsupported_promql import check
from checks.views import configuration, marks, messages, problems, query, settings_of_version

BAD = [
    ("2.53", "double_exponential_smoothing(x[5m], 0.5, 0.5)", "double_exponential_smoothing"),
    ("3.4", "holt_winters(x[5m], 0.5, 0.5)", "holt_winters"),
    ("2.53", "limitk(2, x)", "limitk"),
    ("3.3", "rate(x[2 * 5m])", "[2 * 5m]"),
    ("3.6", "rate(x[5m] anchored)", "x[5m] anchored"),
    ("3.10", "x </ 0.5", "</"),
    ("2.53", "x > 5m", "5m"),
    ("2.53", "rate(x[300])", "[300]"),
    ("2.54", '{"a.b"}', '"a.b"'),
    ("3.9", "a / on (b) fill (0) c", "/"),
    ("v2.19.1", "group(x)", "group"),
]
GOOD = [
    ("2.53", "holt_winters(x[5m], 0.5, 0.5)"),
    ("3.0", "double_exponential_smoothing(x[5m], 0.5, 0.5)"),
    ("3.16", "rate(x[2 * step()] anchored) + limitk(2, x) </ 1"),
    ("2.53", "rate(x[$__rate_interval]) > $limit"),
    ("2.53", "sum by (job) (rate(x[5m] offset -1h @ end()))"),
    ("2.53", "not PromQL ("),
    ("", "integral(x[5m])"),
]


@pytest.mark.parametrize(("version", "text", "marked"), BAD)
def test_a_function_that_the_version_does_not_support_is_reported(
    version: str, text: str, marked: str
) -> None:
    assert marks(check, query(text, settings_of_version(version))) == [marked]


@pytest.mark.parametrize(("version", "text"), GOOD)
def test_a_function_that_the_version_supports_is_not_reported(version: str, text: str) -> None:
    assert messages(check, query(text, settings_of_version(version))) == []


def test_the_message_names_both_versions() -> None:
    (what,) = messages(check, query("limitk(2, x)", settings_of_version("2.53")))
    assert what == "Prometheus 2.53 does not support limitk: it was added in 2.54"


def test_a_renamed_function_is_info_when_the_version_is_unknown() -> None:
    (problem,) = problems(check, query("holt_winters(x[5m], 0.5, 0.5)").board)
    assert (problem.severity, problem.what) == (
        "info",
        "Prometheus 3.0 and later do not support holt_winters",
    )


def test_unsupported_promql_in_a_rule_file_is_reported() -> None:
    rules = [{"record": "a:b", "expr": "limitk(2, x)"}]
    view = configuration(rules=rules, settings=settings_of_version("2.53"))
    (problem,) = check_configuration(view, [check])
    assert (problem.severity, problem.expression) == ("error", "limitk(2, x)")
