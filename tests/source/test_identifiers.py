"""Names from a board's words."""

from __future__ import annotations

import pytest

from boardwright.source.identifiers import Identifiers, name_query, to_snake_case


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CPU usage", "cpu_usage"),
        ("node_memory_MemTotal_bytes", "node_memory_mem_total_bytes"),
        ("Температура CPU", "температура_cpu"),
        ("温度", "温度"),
        ("5xx errors", "xx_errors"),
        ("!!! 🚀", "named"),
        ("", "named"),
        ("class", "class_2"),
        ("print", "print_2"),
        ("ﬁle", "file"),
        ("API token rate", "api_rate"),
        ("dashboard", "dashboard_2"),
    ],
)
def test_names_from_any_text_are_legal_identifiers(text: str, name: str) -> None:
    found = Identifiers(()).choose_name(text, otherwise="named")
    assert found == name
    assert found.isidentifier()


def test_each_identifier_is_used_once() -> None:
    names = Identifiers({"cpu"})
    assert not names.is_free("CPU")
    assert [names.choose_name("CPU", otherwise="x") for _ in range(3)] == [
        "cpu_2",
        "cpu_3",
        "cpu_4",
    ]


def test_constants_are_written_in_capitals() -> None:
    assert (
        Identifiers(()).choose_name("instance job", otherwise="x", constant=True) == "INSTANCE_JOB"
    )


def test_long_names_end_with_a_word() -> None:
    assert to_snake_case("a very long title that goes on and on and on") == (
        "a_very_long_title_that_goes_on_and_on"
    )


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("sum by (operation) (rate(task_attempt_sum[5m]))", "rate task_attempt"),
        ('count(count(node_cpu_seconds_total{job="$job"}) by (cpu))', "node_cpu_seconds"),
        ("100 - avg(idle{a='b'}) * 100", "idle"),
        ("SELECT mean(value) FROM cpu", ""),
        ("$metric", ""),
        ("1 + 1", ""),
    ],
)
def test_queries_are_named_from_their_first_metric(query: str, name: str) -> None:
    assert name_query(query) == name
