"""The default window, and the settings that change it."""

from __future__ import annotations

import threading

import pytest

from boardwright.promql import (
    RATE_INTERVAL,
    DurationLike,
    default_window,
    delta,
    deriv,
    idelta,
    increase,
    irate,
    metric,
    rate,
    scrape_interval,
    settings,
)

UP = metric("up")
DEFAULTING = [rate, irate, increase, delta, idelta, deriv]


@pytest.mark.parametrize("function", DEFAULTING)
def test_a_function_without_a_window_uses_the_default_window(function) -> None:  # type: ignore[no-untyped-def]
    name = function.__name__
    assert str(function(UP)) == f"{name}(up[1m])"
    assert str(function(UP, "5m")) == f"{name}(up[5m])"
    assert str(function(UP["5m"])) == f"{name}(up[5m])"
    assert str(function(UP.offset("1d"))) == f"{name}(up[1m] offset 1d)"
    assert str(function(UP.subquery("5m", "1m"))) == f"{name}(up[5m:1m])"


@pytest.mark.parametrize(
    ("scrape", "window", "expected"),
    [
        ("10s", None, "1m"),
        ("15s", None, "1m"),
        ("20s", None, "1m20s"),
        (60, None, "4m"),
        ("1m", None, "4m"),
        ("10s", "20s", "20s"),
        ("10s", "5m", "5m"),
        ("10s", RATE_INTERVAL, "$__rate_interval"),
        ("10s", "$__rate_interval", "$__rate_interval"),
    ],
)
def test_the_default_window_depends_on_the_scrape_interval(
    scrape: DurationLike, window: DurationLike | None, expected: str
) -> None:
    with settings(scrape_interval=scrape, window=window):
        assert str(default_window()) == expected
        assert str(rate(UP)) == f"rate(up[{expected}])"
    assert str(default_window()) == "1m"
    assert str(scrape_interval()) == "10s"


def test_the_window_is_fixed_when_the_expression_is_created() -> None:
    with settings(scrape_interval="1m"):
        made = rate(UP)
    assert str(made) == "rate(up[4m])"
    with settings(scrape_interval="10s", window="5m"):
        assert str(made) == "rate(up[4m])"


def test_an_error_ends_the_temporary_settings() -> None:
    with pytest.raises(ValueError, match="stop"), settings(scrape_interval="1m"):
        raise ValueError("stop")
    assert str(scrape_interval()) == "10s"


def test_each_thread_has_its_own_settings() -> None:
    seen: list[str] = []
    with settings(scrape_interval="1m"):
        thread = threading.Thread(target=lambda: seen.append(str(scrape_interval())))
        thread.start()
        thread.join()
    assert seen == ["10s"]


def test_a_window_of_two_scrapes_is_accepted() -> None:
    assert str(rate(UP, "20s")) == "rate(up[20s])"
    with settings(scrape_interval="5s"):
        assert str(rate(UP, "10s")) == "rate(up[10s])"


def test_a_variable_is_accepted_as_window() -> None:
    assert str(rate(UP, RATE_INTERVAL)) == "rate(up[$__rate_interval])"
    assert str(rate(UP["${window}"])) == "rate(up[${window}])"
