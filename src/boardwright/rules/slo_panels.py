"""Makes the panels of an SLO (service level objective), which show how much of the error budget is
left and how fast the service spends it.

    *checkout.row()                            # in the list of a board's panels
    dashboard = slo_board("SLOs", [checkout])  # a board with a row for each SLO

The panels and the alerts query the same recorded series. Dashed lines show the limits above which
the alerts fire.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from grafanalib import formatunits as units
from grafanalib.core import GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR, Dashboard, Threshold, Time

from boardwright.library.figures import stat
from boardwright.library.lines import timeseries
from boardwright.library.queries import legend_of, query
from boardwright.library.rows import across, row
from boardwright.library.steps import thresholds
from boardwright.rules.burn_rates import join_conditions
from boardwright.rules.slo_rules import RecordedLevel, record_level

if TYPE_CHECKING:
    from boardwright.rules.burn_rates import BurnRate
    from boardwright.rules.objectives import Objective


def slo_row(
    level: Objective, *, collapsed: bool = False, datasource: str | None = None
) -> list[Any]:
    """Return a row with four panels about an SLO.

    Args:
        level: The SLO.
        collapsed: Whether the row is closed when the board opens.
        datasource: Name or uid of the data source; None for the project's default.
    """
    recorded = record_level(level)
    panels = across(
        [
            _make_success_panel(level, recorded, datasource),
            _make_budget_panel(level, recorded, datasource),
            _make_burn_rate_panel(level, recorded, datasource),
            _make_error_ratio_panel(level, recorded, datasource),
        ],
        widths=(4, 4, 8, 8),
    )
    return row(f"SLO: {level.name}", panels, collapsed=collapsed)


def slo_board(title: str, levels: Iterable[Objective], *, uid: str | None = None) -> Dashboard:
    """Return a board with one row for each SLO.

    Args:
        title: The board's title.
        levels: The SLOs, in the order of the rows.
        uid: The board's uid; None to derive the uid from the title.
    """
    return Dashboard(
        title=title,
        uid=uid,
        timezone="browser",
        refresh="1m",
        time=Time("now-7d", "now"),
        graphTooltip=GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR,
        panels=[panel for level in levels for panel in slo_row(level)],
    )


def _make_success_panel(level: Objective, recorded: RecordedLevel, datasource: str | None) -> Any:
    objective = float(level.objective / 100)
    return stat(
        title=f"Good events, {level.window}",
        queries=[query(1 - recorded.ratios[level.window], _format_legend(level, "good"))],
        unit=units.PERCENT_UNIT,
        decimals=3,
        steps=thresholds("red", green=objective),
        description=f"The objective is {level.objective} % over {level.window}.",
        datasource=datasource,
    )


def _make_budget_panel(level: Objective, recorded: RecordedLevel, datasource: str | None) -> Any:
    spent = recorded.ratios[level.window] / float(level.budget)
    return stat(
        title="Error budget left",
        queries=[query(1 - spent, _format_legend(level, "left"))],
        unit=units.PERCENT_UNIT,
        decimals=1,
        steps=thresholds("red", orange=0, green=0.25),
        description=_describe_budget(level),
        datasource=datasource,
    )


def _describe_budget(level: Objective) -> str:
    budget = f"{(level.budget * 100).normalize():f} % of the events in {level.window} may fail."
    return f"{budget} 100 % means that none failed. Below 0, the objective is missed."


def _make_burn_rate_panel(level: Objective, recorded: RecordedLevel, datasource: str | None) -> Any:
    windows = _list_long_windows(level) or [next(iter(recorded.ratios))]
    return timeseries(
        title="Burn rate",
        queries=[
            query(
                recorded.ratios[window] / float(level.budget),
                _format_legend(level, _format_window(level, window, _format_factor)),
            )
            for window in windows
        ],
        unit=units.SHORT,
        minimum=0,
        steps=_list_thresholds(level, lambda rate: rate.factor),
        description="At a burn rate of 1, the budget lasts "
        f"{level.window}.{_describe_alerts(level, _format_factor)}",
        datasource=datasource,
    )


def _make_error_ratio_panel(
    level: Objective, recorded: RecordedLevel, datasource: str | None
) -> Any:
    windows = dict.fromkeys([next(iter(recorded.ratios)), *_list_long_windows(level)])

    def format_percentage(rate: BurnRate) -> str:
        return f"{float(level.find_threshold(rate) * 100):.4g} %"

    return timeseries(
        title="Failed events",
        queries=[
            query(
                recorded.ratios[window],
                _format_legend(level, _format_window(level, window, format_percentage)),
            )
            for window in windows
        ],
        unit=units.PERCENT_UNIT,
        minimum=0,
        steps=_list_thresholds(level, lambda rate: float(level.find_threshold(rate))),
        description=f"The share of events that fail.{_describe_alerts(level, format_percentage)}",
        datasource=datasource,
    )


def _list_long_windows(level: Objective) -> list[str]:
    return list(dict.fromkeys(rate.long for rate in level.possible_rates))


def _format_factor(rate: BurnRate) -> str:
    return f"{rate.factor:g}"


def _format_window(level: Objective, window: str, limit_of: Callable[[BurnRate], str]) -> str:
    """Return a window with the limits of its alerts: `1h (page: 14.4)`."""
    rates = [rate for rate in level.possible_rates if rate.long == window]
    limits = ", ".join(f"{rate.severity}: {limit_of(rate)}" for rate in rates)
    return f"{window} ({limits})" if limits else window


def _format_legend(level: Objective, prefix: str) -> str | None:
    return legend_of(level.by, prefix=prefix)


def _list_thresholds(level: Objective, value_of: Callable[[BurnRate], float]) -> list[Threshold]:
    """Return one threshold for each burn rate of the SLO.

    The thresholds are red for the severity with the highest burn rate, and orange for the others.
    """
    rates = sorted(level.possible_rates, key=value_of)
    colors = {
        value_of(rate): "red" if rate.severity == rates[-1].severity else "orange" for rate in rates
    }
    above = (
        Threshold(color, at, float(value)) for at, (value, color) in enumerate(colors.items(), 1)
    )
    return [*thresholds(), *above] if colors else []


def _describe_alerts(level: Objective, limit_of: Callable[[BurnRate], str]) -> str:
    """Return one sentence for each alert, such as `page: above 14.4 over 1h and 5m.`"""
    rates = level.possible_rates
    return "".join(
        f" {severity}: {join_conditions(rates, severity, limit_of)}."
        for severity in dict.fromkeys(rate.severity for rate in rates)
    )
