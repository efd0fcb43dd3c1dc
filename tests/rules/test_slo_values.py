"""Error ratios and budgets of objectives over made-up series; promtool computes them.

Expected numbers are worked out in the docstrings. `rate` divides the increase by the window, and
both counters have the same window, so that a ratio of rates is a ratio of increases.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from slo_engine import counter_values, firing, value_at, values_at, write_rules

from boardwright.notation.plurals import format_quantity
from boardwright.promql import metric, re
from boardwright.rules import ServiceLevel, burn_rate, slo
from support import server_program

pytestmark = pytest.mark.slow

REQUESTS = metric("requests_total", job="shop")
BAD = REQUESTS.where(code=re("5.."))
LEFT = '1 - slo:errors_per_event:ratio_rate30d{slo="checkout"} / 0.001'


def checkout(**options: object) -> ServiceLevel:
    return slo("checkout", objective=99.9, errors=BAD, total=REQUESTS, **options)  # type: ignore[arg-type]


def test_an_error_ratio_over_an_hour_is_recorded(tmp_path: Path) -> None:
    """98 good and 2 bad requests each minute: 2 / 100 = 0.02."""
    series = {
        'requests_total{job="shop",code="200"}': counter_values((120, 98)),
        'requests_total{job="shop",code="503"}': counter_values((120, 2)),
    }
    rules = write_rules(tmp_path, [checkout()])
    ratio = 'slo:errors_per_event:ratio_rate1h{slo="checkout"}'
    assert value_at(rules, series, ratio, 100) == pytest.approx(0.02)
    # 0.02 is 20 times the budget of 0.001.
    assert value_at(rules, series, f"{ratio} / 0.001", 100) == pytest.approx(20)


def test_each_event_has_the_same_weight_in_the_budget(tmp_path: Path) -> None:
    """A quiet hour with 1 of 10 requests failing each minute, then a busy hour of 990 a minute.

    Errors over 5 minutes are recorded each minute. While the windows are full of one hour's
    requests their sums have the ratio 60 * 1 / (60 * 10 + 60 * 990) = 60 / 60000 = 0.001: the
    whole budget is spent, and 0 is left. The windows of 5 minutes at the beginning and at the
    change hold fewer requests of one kind, which moves the result by less than 0.05.
    An average of the ratios 0.1 and 0 would be 0.05, fifty times the budget.
    """
    series = {
        'requests_total{job="shop",code="200"}': counter_values((60, 9), (60, 990)),
        'requests_total{job="shop",code="503"}': counter_values((60, 1), (60, 0)),
    }
    rules = write_rules(tmp_path, [checkout()])
    assert value_at(rules, series, LEFT, 120) == pytest.approx(0, abs=0.05)


def test_without_errors_the_budget_is_whole(tmp_path: Path) -> None:
    """There is no series with a code of 500 and more: 0 of 100 requests failed."""
    rules = write_rules(tmp_path, [checkout()])
    series = {'requests_total{job="shop",code="200"}': counter_values((60, 100))}
    assert value_at(rules, series, LEFT, 60) == 1


def test_an_hour_without_requests_does_not_change_the_budget(tmp_path: Path) -> None:
    """100 requests a minute with 1 failed for an hour, then none for an hour: 0.01 in all.

    The ratio of the quiet hour is 0 / 0, which is not a number; no alert compares with it.
    """
    series = {
        'requests_total{job="shop",code="200"}': counter_values((60, 99), (60, 0)),
        'requests_total{job="shop",code="503"}': counter_values((60, 1), (60, 0)),
    }
    rules = write_rules(tmp_path, [checkout()])
    ratio = 'slo:errors_per_event:ratio_rate30d{slo="checkout"}'
    assert value_at(rules, series, ratio, 120) == pytest.approx(0.01)
    assert "page" not in firing(rules, series, [115]).get(115, set())


def test_counters_that_reset_each_day_give_the_same_ratio(tmp_path: Path) -> None:
    """Both counters begin again at 0 at minute 1440, as those of a daily job do.

    96 good and 4 bad requests each minute are 4 / 100 = 0.04 across a reset, too: `rate` takes a
    fall for a restart at 0, and both counters lose the same minute.
    """
    day = "0+{0}x1439 0+{0}x120"
    series = {
        'requests_total{job="shop",code="200"}': day.format(96),
        'requests_total{job="shop",code="503"}': day.format(4),
    }
    rules = write_rules(tmp_path, [checkout(interval="30m")])
    exprs = [f"slo:errors_per_event:ratio_rate{window}" for window in ("1h", "6h", "1d")]
    assert values_at(rules, series, exprs, 1470, every=30) == pytest.approx([0.04] * 3, rel=1e-6)


def test_the_error_ratio_of_a_classic_histogram_counts_slow_events(tmp_path: Path) -> None:
    """100 requests a minute, 75 of them within 1 s: 25 / 100 = 0.25.

    Prometheus 3 names the bucket `1.0`, older versions `1`.
    """
    level = slo("fast", objective=99, latency=metric("seconds", job="shop"), under="1s")
    rules = write_rules(tmp_path, [level])
    for bound in ("1", "1.0"):
        series = {
            'seconds_count{job="shop"}': counter_values((60, 100)),
            f'seconds_bucket{{job="shop",le="{bound}"}}': counter_values((60, 75)),
            'seconds_bucket{job="shop",le="0.5"}': counter_values((60, 50)),
        }
        found = value_at(rules, series, "slo:errors_per_event:ratio_rate30m", 60)
        assert found == pytest.approx(0.25)


def test_the_error_ratio_of_a_native_histogram_counts_slow_events(tmp_path: Path) -> None:
    """Schema 0: the bounds are powers of 2. Each minute adds 30 observations in (0.5, 1] and 10 in
    (1, 2]: above 1 s are 10 / 40 = 0.25."""
    level = slo("fast", objective=99, latency=metric("seconds"), under="1s", native=True)
    rules = write_rules(tmp_path, [level])
    histogram = "{{schema:0 count:40 sum:40 offset:0 buckets:[30 10]}}"
    series = {"seconds": f"{{{{schema:0}}}}+{histogram}x60"}
    ratio = "slo:errors_per_event:ratio_rate30m"
    found = value_at(rules, series, ratio, 60, program="promtool-3.16")
    assert found == pytest.approx(0.25)
    budget = "slo:errors_per_event:ratio_rate30d"
    assert value_at(rules, series, budget, 60, program="promtool-3.16") == pytest.approx(0.25)


def test_a_native_histogram_without_observations_spends_nothing(tmp_path: Path) -> None:
    """The fraction of no observations is not a number; of 0 events 0 are bad."""
    level = slo("fast", objective=99, latency=metric("seconds"), under="1s", native=True)
    rules = write_rules(tmp_path, [level])
    series = {"seconds": "{{schema:0 count:40 sum:40 offset:0 buckets:[30 10]}}x60"}
    assert value_at(rules, series, "slo:errors:rate5m", 60, program="promtool-3.16") == 0


def test_the_error_ratio_of_a_gauge_counts_samples_of_zero(tmp_path: Path) -> None:
    """Two targets with 30 samples in 30 minutes; one of them is 0 for the last 15: 15 / 60 = 0.25.

    Prometheus 2 counts 31 samples of each, 15 / 62 = 0.2419.
    """
    level = slo("targets", objective=99.5, up=metric("up"))
    rules = write_rules(tmp_path, [level])
    series = {'up{instance="a"}': "1x100", 'up{instance="b"}': "1x45 0x14 1x40"}
    found = value_at(rules, series, "slo:errors_per_event:ratio_rate30m", 60)
    assert found in [pytest.approx(15 / 60), pytest.approx(15 / 62)]


def test_each_value_of_a_label_has_a_budget(tmp_path: Path) -> None:
    """Of 100 requests a minute 10 fail in eu and none in us."""
    level = slo("checkout", objective=99.9, errors=BAD, total=REQUESTS, by="region")
    rules = write_rules(tmp_path, [level])
    series = {
        'requests_total{job="shop",region="eu",code="200"}': counter_values((60, 90)),
        'requests_total{job="shop",region="eu",code="503"}': counter_values((60, 10)),
        'requests_total{job="shop",region="us",code="200"}': counter_values((60, 100)),
    }
    ratio = 'slo:errors_per_event:ratio_rate30m{{region="{}"}}'
    assert value_at(rules, series, ratio.format("eu"), 60) == pytest.approx(0.1)
    assert value_at(rules, series, ratio.format("us"), 60) == 0


def test_declared_windows_and_factors_determine_when_alerts_fire(tmp_path: Path) -> None:
    """Above 2 times the budget of 0.001 over 20 and 10 minutes: 0.003 fires, 0.001 does not."""
    rate = burn_rate("warning", long="20m", short="10m", factor=2)
    rules = write_rules(tmp_path, [checkout(window="7d", burn_rates=[rate])])
    for failed, expected in ((3, {"warning"}), (1, set())):
        series = {
            'requests_total{job="shop",code="200"}': counter_values((60, 1000 - failed)),
            'requests_total{job="shop",code="503"}': counter_values((60, failed)),
        }
        assert firing(rules, series, [50]).get(50, set()) == expected


@pytest.mark.parametrize("program", ["promtool", "promtool-3.16"])
def test_promtool_accepts_the_rules_of_every_indicator(tmp_path: Path, program: str) -> None:
    histogram = metric("seconds")
    levels = [
        checkout(),
        slo("good", objective=99, good=BAD, total=REQUESTS, by=("region", "zone")),
        slo("fast", objective=99, latency=histogram, under=0.3),
        slo("native", objective=99, latency=histogram, under="2s", native=True),
        slo("targets", objective=99, up=metric("up")),
        slo("ratio", objective=99, error_ratio="1 - avg_over_time(up[{{.window}}])"),
    ]
    command = [server_program(program), "check", "rules", write_rules(tmp_path, levels)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "duplicate" not in done.stdout
    assert f"SUCCESS: {format_quantity(5 * 11 + 10, 'rule')} found" in done.stdout
