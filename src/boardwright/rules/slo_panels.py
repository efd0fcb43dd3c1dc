"""The row of an objective: how much of the budget is left, and how fast it burns.

    *checkout.row()                            # in the panels of a board
    dashboard = slo_board("SLOs", [checkout])  # a board with a row for each objective

Panels read the recorded series that the alerts compare, and show the alerts' thresholds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from grafanalib import formatunits as units
from grafanalib.core import GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR, Dashboard, Threshold, Time

from boardwright.library.figures import stat
from boardwright.library.lines import timeseries
from boardwright.library.queries import legend_of, query
from boardwright.library.rows import across, row
from boardwright.library.steps import thresholds
from boardwright.rules.slo_rules import RecordedLevel, record_level

if TYPE_CHECKING:
    from boardwright.rules.burn_rates import BurnRate
    from boardwright.rules.objectives import Objective


def slo_row(
    level: Objective, *, collapsed: bool = False, datasource: str | None = None
) -> list[Any]:
    """Return the row of an objective: four panels.

    Args:
        level: The objective.
        collapsed: Close the row at first.
        datasource: The name or uid of the data source; the project's default when None.
    """
    found = record_level(level)
    panels = across(
        [
            _success(level, found, datasource),
            _budget_left(level, found, datasource),
            _burn_rates(level, found, datasource),
            _error_ratio(level, found, datasource),
        ],
        widths=(4, 4, 8, 8),
    )
    return row(f"SLO: {level.name}", panels, collapsed=collapsed)


def slo_board(title: str, levels: Iterable[Objective], *, uid: str | None = None) -> Dashboard:
    """Return a board with a row for each objective.

    Args:
        title: The board's title.
        levels: The objectives.
        uid: The board's uid; derived from the title when None.
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


def _success(level: Objective, found: RecordedLevel, datasource: str | None) -> Any:
    objective = float(level.objective / 100)
    return stat(
        title=f"Good events, {level.window}",
        queries=[query(1 - found.ratios[level.window], _legend(level, "good"))],
        unit=units.PERCENT_UNIT,
        decimals=3,
        steps=thresholds("red", green=objective),
        description=f"The objective is {level.objective} % over {level.window}.",
        datasource=datasource,
    )


def _budget_left(level: Objective, found: RecordedLevel, datasource: str | None) -> Any:
    burnt = found.ratios[level.window] / float(level.budget)
    return stat(
        title="Error budget left",
        queries=[query(1 - burnt, _legend(level, "left"))],
        unit=units.PERCENT_UNIT,
        decimals=1,
        steps=thresholds("red", orange=0, green=0.25),
        description=_budget_text(level),
        datasource=datasource,
    )


def _budget_text(level: Objective) -> str:
    budget = f"{(level.budget * 100).normalize():f} % of the events in {level.window} may fail."
    return f"{budget} 100 %: none failed. Below 0: the objective is missed."


def _burn_rates(level: Objective, found: RecordedLevel, datasource: str | None) -> Any:
    return timeseries(
        title="Burn rate",
        queries=[
            query(found.ratios[window] / float(level.budget), _legend(level, window))
            for window in _long_windows(level)
        ],
        unit=units.SHORT,
        minimum=0,
        steps=_steps(level, factor=True),
        description=f"At 1 the budget lasts {level.window}. {_alerts_text(level)}",
        datasource=datasource,
    )


def _error_ratio(level: Objective, found: RecordedLevel, datasource: str | None) -> Any:
    windows = [next(iter(found.ratios)), *_long_windows(level)[:1]]
    return timeseries(
        title="Failed events",
        queries=[query(found.ratios[window], _legend(level, window)) for window in windows],
        unit=units.PERCENT_UNIT,
        minimum=0,
        steps=_steps(level, factor=False),
        description=f"The lines are the error ratios at which alerts fire. {_alerts_text(level)}",
        datasource=datasource,
    )


def _long_windows(level: Objective) -> list[str]:
    return list(dict.fromkeys(rate.long for rate in level.possible_rates))


def _legend(level: Objective, prefix: str) -> str | None:
    return legend_of(level.by, prefix=prefix)


def _steps(level: Objective, *, factor: bool) -> list[Threshold]:
    """Return a threshold for each alert, at the lowest value that fires it; the last one is red."""
    lowest: dict[str, float] = {}
    for rate in level.possible_rates:
        value = rate.factor if factor else float(level.threshold(rate))
        lowest[rate.severity] = min(value, lowest.get(rate.severity, value))
    values = sorted(set(lowest.values()))
    if len(values) == 1:
        return thresholds(red=values[0])
    return thresholds(orange=values[0], red=values[-1])


def _alerts_text(level: Objective) -> str:
    return " ".join(map(_rate_text, level.possible_rates))


def _rate_text(rate: BurnRate) -> str:
    return f"{rate.severity}: above {rate.factor:g} over {rate.long} and {rate.short}."
