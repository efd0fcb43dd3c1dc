"""Sloth's rules and ours of the same specification: the same alerts fire at the same minutes.

Sloth 0.16.0 made the rules in tests/recordings/sloth. promtool evaluates both over the same series.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import yaml
from slo_engine import Firing, counter_values, firing, values_at, write_rules

from boardwright.rules import ServiceLevel
from boardwright.rules.slo_specs import parse_slos
from boardwright.schema.rule_values import RecordingRule
from support import ROOT

FOLDER = ROOT / "tests/recordings/sloth"
WINDOWS = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")


def read_spec(name: str) -> tuple[ServiceLevel, ...]:
    return parse_slos((FOLDER / f"{name}.yml").read_bytes(), file=f"{name}.yml")


def shop(name: str) -> ServiceLevel:
    return next(level for level in read_spec("shop") if level.name == f"shop-{name}")


def sloth_rules(folder: Path, name: str, slo: str) -> str:
    """Write Sloth's rules of one objective to a file, and return its path.

    Sloth writes three groups. promtool evaluates groups in any order, so they are joined here:
    alerts would otherwise compare the ratios of the evaluation before.
    """
    data = yaml.safe_load((FOLDER / f"{name}.rules.yml").read_text())
    groups = [group for group in data["groups"] if group["name"].endswith(slo)]
    assert groups
    path = folder / "sloth.yml"
    joined = {"name": slo, "rules": [rule for group in groups for rule in group["rules"]]}
    path.write_text(yaml.safe_dump({"groups": [joined]}))
    return str(path)


def both(
    folder: Path,
    name: str,
    series: Mapping[str, str],
    minutes: Sequence[int],
    *,
    every: int = 1,
) -> tuple[Firing, Firing]:
    """Return the firing alerts of Sloth's rules and of ours."""
    sloth = sloth_rules(folder, "shop", f"shop-{name}")
    ours = write_rules(folder, [shop(name)])
    return (
        firing(sloth, series, minutes, every=every),
        firing(ours, series, minutes, every=every),
    )


def edges(found: Firing, severity: str) -> list[int]:
    """Return the minutes at which an alert begins to fire, and those at which it has ended."""
    minutes = sorted(minute for minute, severities in found.items() if severity in severities)
    starts = [minute for minute in minutes if minute - 1 not in minutes]
    ends = [minute + 1 for minute in minutes if minute + 1 not in minutes]
    return sorted([*starts, *ends])


@pytest.mark.slow
def test_a_burst_of_errors_pages_at_the_same_minutes(tmp_path: Path) -> None:
    """100 requests a minute; from minute 120 to 130 half of them fail. The limit is 0.0144.

    The window of 1 h holds 6000 requests, so that 0.0144 * 6000 = 86.4 failed ones exceed it: 50 at
    minute 121, 100 at minute 122. The alert fires from minute 122. The window of 5 minutes has
    errors until it begins after minute 130: at minute 134 it still holds those of minute 129 to
    130, 50 of 500; at minute 135 it holds none. The alert has ended at minute 135.
    The window of 6 h does not matter: 500 of 36000 requests are 0.0139 > 0.006, but so are only
    those of 30 minutes: it begins with 216 failed requests, at minute 125, and the window of
    30 minutes holds the errors until minute 160, where it holds none.
    So the page fires from minute 122 to 159.
    """
    series = {
        'http_requests_total{job="shop",code="200"}': counter_values(
            (120, 100), (10, 50), (300, 100)
        ),
        'http_requests_total{job="shop",code="500"}': counter_values((120, 0), (10, 50), (300, 0)),
    }
    sloth, ours = both(tmp_path, "checkout", series, range(100, 240))
    assert ours == sloth
    assert edges(ours, "page") == [122, 160]


@pytest.mark.slow
def test_a_small_share_of_errors_fires_a_ticket_at_the_same_minutes(tmp_path: Path) -> None:
    """0.4 % of requests fail from the first day on, for a day: above 3 times the budget of 0.1 %.

    The windows of 1 d and 2 h have 0.4 % > 0.3 % (1 time of 1 d of data); 6 h and 30 min have
    0.4 % < 0.6 %, so that nothing pages.
    """
    day = 24 * 60
    series = {
        'http_requests_total{job="shop",code="200"}': counter_values(
            (day, 1000), (day, 996), (day, 1000)
        ),
        'http_requests_total{job="shop",code="500"}': counter_values((day, 0), (day, 4), (day, 0)),
    }
    minutes = range(0, 3 * day, 10)
    sloth, ours = both(tmp_path, "checkout", series, minutes, every=10)
    assert ours == sloth
    assert {severity for found in ours.values() for severity in found} == {"ticket"}
    assert len(ours) > 50


@pytest.mark.slow
def test_slow_requests_page_at_the_same_minutes(tmp_path: Path) -> None:
    """100 requests a minute; from minute 120 to 150, 37 of them take longer than 300 ms.

    The objective of 99 % has a budget of 0.01. Over 1 h the limit is 14.4 * 0.01 = 0.144: 864 of
    6000 requests, which 37 * 24 = 888 exceed and 37 * 23 = 851 do not. Over 6 h it is 0.06 of the
    100 * (120 + m) requests so far: 720 + 6 m < 37 m from m = 24 on, too. The page begins at minute
    144. It ends when 30 minutes hold at most 0.06 * 3000 = 180 slow requests: 37 * 5 = 185 are left
    at minute 175, and 37 * 4 = 148 at minute 176; 6 h hold 1110 > 0.06 * 17500 = 1050.
    """
    series = {
        'http_duration_seconds_count{job="shop"}': counter_values((600, 100)),
        'http_duration_seconds_bucket{job="shop",le="0.3"}': counter_values(
            (120, 100), (30, 63), (450, 100)
        ),
    }
    sloth, ours = both(tmp_path, "latency", series, range(100, 300))
    assert ours == sloth
    assert edges(ours, "page") == [144, 176]


@pytest.mark.slow
def test_an_unavailable_target_pages_at_the_same_minutes(tmp_path: Path) -> None:
    """Both targets are down from minute 121 to 135.

    Over 6 h the limit is 6 * 0.005 = 0.03 of the samples: at minute 124, 4 of the 125 samples of
    each target are 0, which is 0.032; at minute 123, 3 of 124 are 0.024. Over 30 min it is more.
    """
    down = "1x120 0x14 1x300"
    series = {f'up{{job="shop",instance="{each}"}}': down for each in "ab"}
    sloth, ours = both(tmp_path, "available", series, range(100, 300))
    assert ours == sloth
    first, *_ = edges(ours, "page")
    assert first == 124


@pytest.mark.parametrize("name", ["shop", "openslo"])
@pytest.mark.slow
def test_error_ratios_are_equal_over_each_window(tmp_path: Path, name: str) -> None:
    """After 470 minutes with errors in the middle: over 1 d and 3 d of the time so far."""
    series = {
        'http_requests_total{job="shop",code="200"}': counter_values(
            (200, 100), (90, 90), (190, 100)
        ),
        'http_requests_total{job="shop",code="503"}': counter_values(
            (200, 0), (90, 10), (190, 0.5)
        ),
    }
    (level,) = (each for each in read_spec(name) if "checkout" in each.name)
    sloth = sloth_rules(tmp_path, name, "checkout" if name == "shop" else "checkout-0")
    ours = write_rules(tmp_path, [level])
    sloths = [f"slo:sli_error:ratio_rate{each}" for each in WINDOWS]
    base = "slo:errors:rate5m / slo:events:rate5m"
    own = [base, *(f"slo:errors_per_event:ratio_rate{each}" for each in WINDOWS[1:])]
    expected = values_at(sloth, series, sloths, 470, every=10)
    assert values_at(ours, series, own, 470, every=10) == pytest.approx(expected, rel=1e-9)


def test_our_rules_record_fewer_series_than_sloth() -> None:
    """Sloth records 15 series for each objective. For events we record 9: errors and events over
    5 minutes, six ratios, and the ratio of the period; for a ratio 8."""
    data = yaml.safe_load((FOLDER / "shop.rules.yml").read_text())
    recorded = [rule for group in data["groups"] for rule in group["rules"] if "record" in rule]
    assert len(recorded) == 3 * 15
    counts = [
        sum(isinstance(rule, RecordingRule) for group in level.groups for rule in group.rules)
        for level in read_spec("shop")
    ]
    assert counts == [9, 9, 8]
