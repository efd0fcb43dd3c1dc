"""Results of Prometheus's engine, read from promtool's report: exact, for both versions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from boardwright.engine.engine_errors import EngineError, EngineMissingError
from boardwright.engine.engine_tests import EngineQuery, EngineSuite
from boardwright.engine.promtool_engine import PromtoolEngine
from boardwright.engine.promtool_lookup import VARIABLE, Promtool, find_promtool
from boardwright.engine.series_notation import read_series
from boardwright.engine.version_advice import describe_needed_version
from support import server_program


@pytest.fixture(params=["promtool", "promtool-3.16"], scope="module")
def engine(request: pytest.FixtureRequest) -> Iterator[PromtoolEngine]:
    with PromtoolEngine(Promtool(path=server_program(request.param))) as found:
        yield found


def evaluate(engine: PromtoolEngine, series: dict[str, str], *queries: tuple[str, int]) -> list:
    """Evaluate expressions at minutes, with a sample each minute."""
    asked = [EngineQuery(text=text, moment=minute * 60_000) for text, minute in queries]
    suite = EngineSuite(
        series=[read_series(*each) for each in series.items()], interval=60_000, queries=asked
    )
    results = engine.evaluate(suite)
    return [results[query] for query in asked]


def test_values_of_results_are_exact(engine: PromtoolEngine) -> None:
    """0.1 * 3 is 0.30000000000000004 in binary, in Go as in Python."""
    (result,) = evaluate(engine, {"b": "0.1x5"}, ("b * 3", 5))
    assert [(dict(s.labels), s.value) for s in result] == [({}, 0.1 * 3)]


def test_labels_values_and_gaps_are_read(engine: PromtoolEngine) -> None:
    at_2, at_4, at_5, scalar = evaluate(
        engine,
        {'a{x="1\\n\\"q, {"}': "0+5x2 _ stale NaN", "b": "-Inf"},
        ("a", 2),
        ("a", 4),
        ("a", 5),
        ("1 + 1", 0),
    )
    assert [(dict(s.labels), s.value) for s in at_2] == [({"__name__": "a", "x": '1\n"q, {'}, 10)]
    assert at_4 == ()  # the series is stale
    assert at_5[0].value != at_5[0].value  # NaN
    assert [(dict(s.labels), s.value) for s in scalar] == [({}, 2)]


def test_a_result_is_sorted_by_labels(engine: PromtoolEngine) -> None:
    """promtool sorts results, those of sort_desc too: the panel's code restores the order."""
    (result,) = evaluate(
        engine, {'a{i="1"}': "1", 'a{i="2"}': "3", 'a{i="3"}': "2"}, ("sort_desc(a)", 0)
    )
    assert [s.labels["i"] for s in result] == ["1", "2", "3"]


def test_a_refused_query_has_the_message_of_the_engine(engine: PromtoolEngine) -> None:
    refused, fine = evaluate(engine, {"a": "1"}, ("rate(a)", 0), ("a", 0))
    assert refused.endswith(
        'expected type range vector in call to function "rate", got instant vector'
    )
    assert len(fine) == 1


def test_native_histograms_need_version_3(engine: PromtoolEngine) -> None:
    series = {"h": "{{schema:1 sum:3 count:4 buckets:[1 2 1]}}"}
    if engine.promtool.version < (3, 0):
        with pytest.raises(EngineError, match="Native histograms need promtool 3"):
            evaluate(engine, series, ("h", 0))
        return
    count, whole = evaluate(engine, series, ("histogram_count(h)", 0), ("h", 0))
    assert count[0].value == 4
    assert whole[0].histogram.startswith("{{schema:1 count:4 sum:3")


def test_a_query_that_needs_a_newer_version_is_reported_with_a_hint() -> None:
    advice = describe_needed_version("mad_over_time(up[5m])", (2, 42))
    assert advice is not None
    assert advice.endswith("this promtool has version 2.42.")
    assert "mad_over_time needs 2." in advice or "mad_over_time needs 3." in advice
    assert describe_needed_version("rate(up[5m])", (2, 42)) is None
    assert describe_needed_version("rate(", (2, 42)) is None


def test_a_missing_promtool_is_explained() -> None:
    with pytest.raises(EngineMissingError) as raised:
        find_promtool({"PATH": "/nonexistent"})
    assert "apt-get install prometheus" in str(raised.value)
    with pytest.raises(EngineMissingError, match="is 'nowhere', but this program does not exist"):
        find_promtool({"PATH": os.environ["PATH"], VARIABLE: "nowhere"})


def test_a_program_that_is_not_promtool_is_reported(tmp_path: Path) -> None:
    program = tmp_path / "promtool"
    program.write_text("#!/bin/sh\necho broken >&2\nexit 7\n")
    program.chmod(0o755)
    with (
        PromtoolEngine(Promtool(path=str(program))) as engine,
        pytest.raises(EngineError, match="promtool ended with exit code 7: broken"),
    ):
        evaluate(engine, {"a": "1"}, ("a", 0))


def test_many_suites_have_their_own_results(engine: PromtoolEngine, tmp_path: Path) -> None:
    """120 test files need three processes; a refused rule file does not end a process."""
    rules = tmp_path / "refused.yml"
    rules.write_text("groups: 1")
    refused = EngineSuite(series=(), interval=60_000, queries=(), rule_files=(str(rules),))
    for number in range(120):
        if number % 50 == 20:
            with pytest.raises(EngineError, match=r"promtool: .*refused\.yml"):
                engine.evaluate(refused)
        (result,) = evaluate(engine, {"a": str(number)}, ("a", 0))
        assert [each.value for each in result] == [number]


def test_a_test_file_larger_than_a_pipe_is_read(engine: PromtoolEngine) -> None:
    """20,000 values of 6 characters are more than the 64 KiB that a pipe holds."""
    (result,) = evaluate(engine, {"a": " ".join(["12345"] * 20_000)}, ("a", 0))
    assert [each.value for each in result] == [12345]


def test_a_process_that_exits_is_reported_and_replaced(tmp_path: Path) -> None:
    """The program ends at its first test, and is promtool 2.42 at its second."""
    program = tmp_path / "promtool"
    program.write_text(
        f'#!/bin/sh\nif [ "$1" = test ] && mkdir {tmp_path}/called; then echo killed; exit 9; fi\n'
        f'exec {server_program("promtool")} "$@"\n'
    )
    program.chmod(0o755)
    with PromtoolEngine(Promtool(path=str(program))) as engine:
        with pytest.raises(EngineError, match="promtool ended with exit code 9: killed"):
            evaluate(engine, {"a": "1"}, ("a", 0))
        (result,) = evaluate(engine, {"a": "1"}, ("a", 0))
        assert [each.value for each in result] == [1]


def test_a_killed_process_is_reported_and_replaced(tmp_path: Path) -> None:
    """The program ends itself with signal 9, as the kernel does when memory is short."""
    program = tmp_path / "promtool"
    program.write_text("#!/bin/sh\nkill -9 $$\n")
    program.chmod(0o755)
    with (
        PromtoolEngine(Promtool(path=str(program))) as engine,
        pytest.raises(EngineError, match=r"promtool was ended by signal 9$"),
    ):
        evaluate(engine, {"a": "1"}, ("a", 0))


def test_each_thread_gets_its_own_results(engine: PromtoolEngine) -> None:
    def value(number: int) -> float:
        (result,) = evaluate(engine, {"a": str(number)}, ("a", 0))
        return result[0].value

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(value, range(60))) == list(range(60))


def test_a_forked_process_has_its_own_engine(engine: PromtoolEngine) -> None:
    """The child process evaluates 1, then waits while the parent evaluates 2 and 3."""
    evaluate(engine, {"a": "0"}, ("a", 0))
    waits, goes_on = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(goes_on)
        (result,) = evaluate(engine, {"a": "1"}, ("a", 0))
        os.read(waits, 1)
        engine.close()
        os._exit(0 if [each.value for each in result] == [1] else 1)
    os.close(waits)
    for number in (2, 3):
        (result,) = evaluate(engine, {"a": str(number)}, ("a", 0))
        assert [each.value for each in result] == [number]
    os.close(goes_on)
    assert os.waitpid(child, 0)[1] == 0


def test_a_report_with_labels_like_headings_is_read_completely(engine: PromtoolEngine) -> None:
    """The values of labels look like the headings that promtool prints before each file."""
    for number in range(60):
        heading = f"  Unit Testing:  /dev/fd/{number}\\n"
        (result,) = evaluate(engine, {f'a{{x="{heading}"}}': str(number)}, ("a", 0))
        assert [each.value for each in result] == [number]


def test_a_closed_engine_leaves_no_open_file() -> None:
    """Descriptors are listed before and after ten engines."""
    before = sorted(os.listdir("/dev/fd"))
    for _ in range(10):
        with PromtoolEngine(Promtool(path=server_program("promtool"))) as engine:
            evaluate(engine, {"a": "1"}, ("a", 0))
    assert sorted(os.listdir("/dev/fd")) == before
