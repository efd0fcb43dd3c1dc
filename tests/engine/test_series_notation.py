"""Series in promtool's notation: which are accepted, and the messages about others."""

from __future__ import annotations

import pytest

from boardwright.engine.engine_errors import SeriesError
from boardwright.engine.exposition_series import compress_values, read_exposition_series
from boardwright.engine.series_file import read_series_file, read_series_text
from boardwright.engine.series_notation import read_series


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ("1", 1),
        ("1 2 3", 3),
        ("0+5x60", 61),  # the first value and 60 more
        ("7x3", 4),
        ("_", 1),
        ("_x3", 3),
        ("1 _ stale NaN -Inf +Inf", 6),
        ("1e3-2.5x2 0x20", 24),  # 0x20 repeats 0: it is not hexadecimal,
        ("{{schema:1 sum:3 count:4 buckets:[1 2 1]}}x2", 3),
        ("{{count:1}}+{{count:2}}x5", 6),
    ],
)
def test_the_steps_that_values_cover_are_counted(values: str, count: int) -> None:
    assert read_series("up", values).count == count


def test_labels_with_any_character_are_read() -> None:
    series = read_series(r'up{job="a b",path="C:\\x\"y{,"}', "1")
    assert series.labels == {"__name__": "up", "job": "a b", "path": 'C:\\x"y{,'}


@pytest.mark.parametrize(
    ("series", "values", "message"),
    [
        ('up{job="a"', "1", "the { is never closed\n  up{job"),
        (
            'up{job=~"a"}',
            "1",
            'job=~"a" is not a label: write = and the exact value of the label',
        ),
        (
            "rate(up[5m])",
            "1",
            "this is not a metric name with labels\n  rate(up[5m])\n  ^^^^^^^^^^^^",
        ),
        ("up", "1 2 x 3", "the values of up do not follow promtool's notation\n  1 2 x 3\n      ^"),
        ("up", "0+x5", "the values of up do not follow promtool's notation\n  0+x5\n   ^"),
        ("up", " ", "up has no values"),
        ("up", "1 NaNx600", "up: promtool cannot repeat NaN\n  1 NaNx600\n    ^^^^^^^"),
        ("up", "-infx2 1", "up: promtool cannot repeat -inf\n  -infx2 1\n  ^^^^^^"),
        ("up", "1+Infx2", "up: promtool cannot repeat 1+Inf\n  1+Infx2\n  ^^^^^^^"),
    ],
)
def test_the_place_of_a_fault_is_marked(series: str, values: str, message: str) -> None:
    with pytest.raises(SeriesError) as raised:
        read_series(series, values)
    assert message in str(raised.value)


def test_a_captured_file_is_read(tmp_path) -> None:
    file = tmp_path / "cpu.series"
    file.write_text('interval 15s\n# comment\n\nup{job="a b"} 1 0\nx 0+1x3\n')
    series, interval = read_series_file(file)
    assert interval == 15_000
    assert [(each.text, each.values) for each in series] == [
        ('up{job="a b"}', "1 0"),
        ("x", "0+1x3"),
    ]


def test_the_line_of_a_fault_is_named() -> None:
    with pytest.raises(SeriesError, match=r"line 2 of the series: the values of x"):
        read_series_text("up 1\nx 1 ?\n")


def test_a_large_file_is_refused_with_a_hint(tmp_path) -> None:
    file = tmp_path / "large.prom"
    with file.open("wb") as handle:
        handle.truncate(200 * 2**20)
    with pytest.raises(SeriesError, match="has 200 MiB, but a test reads at most 20 MiB") as raised:
        read_series_file(file)
    assert "--capture" in str(raised.value)


def test_the_values_of_an_exposition_last_for_an_hour() -> None:
    series, interval = read_exposition_series(
        '# TYPE up gauge\nup{job="a"} 1\n# TYPE x counter\nx_total 2.5\n', where="f"
    )
    assert interval is None
    assert [(s.labels["__name__"], s.values) for s in series] == [
        ("up", "1x360"),
        ("x_total", "2.5x360"),
    ]


def test_the_distances_of_timestamps_are_kept() -> None:
    """Samples at 100, 110 and 130 s, every 10 s: the third step has none."""
    text = "# TYPE up gauge\nup 1 100\nup 2 110\nup 4 130\n# TYPE late gauge\nlate 7 120\n# EOF\n"
    series, interval = read_exposition_series(text, where="f")
    assert interval == 10_000
    assert [(s.labels["__name__"], s.values) for s in series] == [
        ("up", "1 2 _ 4"),
        ("late", "_x2 7"),
    ]


def test_runs_that_promtool_expands_exactly_are_shortened() -> None:
    """0.1 + 0.1 * 2 is not 0.3 in binary: only equal and whole numbers are shortened."""
    assert compress_values([1, 1, 1, 2, 4, 6, 8, None, None]) == "1x2 2+2x3 _x2"
    assert compress_values([9.0, 7.0, 5.0]) == "9-2x2"
    assert compress_values([0.1, 0.2, 0.30000000000000004]) == "0.1 0.2 0.30000000000000004"
    assert compress_values([float("nan"), float("inf")]) == "NaN Inf"


def test_values_that_promtool_cannot_repeat_are_written_for_each_step() -> None:
    """360 steps after the first are 361 values: `NaNx360` would be a parse error in promtool."""
    series, _ = read_exposition_series("# TYPE q gauge\nq NaN\n# TYPE i gauge\ni +Inf\n", where="f")
    assert [each.values.split() for each in series] == [["NaN"] * 361, ["Inf"] * 361]
    assert [each.count for each in series] == [361, 361]
    for each in series:
        assert read_series(each.text, each.values).count == 361


def test_a_sample_without_a_timestamp_is_repeated_next_to_timed_samples() -> None:
    """cAdvisor mixes both. The timed samples are at the steps 0, 1 and 400 of 10 s.

    Samples at 1,000, 1,010 and 5,000 s: (5,000 - 1,000) / 10 = 400. `short` reaches an hour.
    """
    timed = "# TYPE t gauge\nt 1 1000000\nt 2 1010000\n"
    series, _ = read_exposition_series(timed + "# TYPE start gauge\nstart 7\n", where="f")
    assert [each.values for each in series] == ["1 2", "7x360"]
    late = timed + "t 3 5000000\n# TYPE start gauge\nstart 7\n"
    series, interval = read_exposition_series(late, where="f")
    assert [each.values for each in series] == ["1 2 _x398 3", "7x400"]
    assert interval == 10_000


def test_timestamps_that_are_far_apart_are_refused() -> None:
    """The step is 10 s, because no series has two samples: 2,000,000 steps are 20,000,000 s."""
    text = "# TYPE a gauge\na 1 0\n# TYPE b gauge\nb 1 {}\n"
    series, _ = read_exposition_series(text.format(20_000_000_000), where="f")
    assert series[1].count == 2_000_001
    with pytest.raises(
        SeriesError, match=r"from 0 to 1764600000 .* more than 2000000 steps of 10 s"
    ):
        read_exposition_series(text.format(1_764_600_000_000), where="f")
