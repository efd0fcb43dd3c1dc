"""Computes the legends of a panel's series in Python, for panels that do not need the JavaScript of
the preview.
"""

from __future__ import annotations

from boardwright.preview.data_frames import AUTO, choose_display_name
from boardwright.testing.panel_evaluation import EvaluatedPanel, EvaluatedQuery
from boardwright.testing.panel_values import ShownSeries


def needs_script(evaluated: EvaluatedPanel) -> bool:
    """Return whether only the JavaScript of the preview can compute the series of a panel.

    Panels with transformations, display names or automatic legends need the script. Data frames
    that a test passes also need the script.
    """
    panel = evaluated.panel.panel
    renames = panel.display_name or any(each.display_name is not None for each in panel.overrides)
    chooses = any(_has_automatic_legend(query) for query in evaluated.queries)
    by_hand = any(query.frames for query in evaluated.queries)
    return bool(panel.transformations or renames or chooses or by_hand)


def _has_automatic_legend(query: EvaluatedQuery) -> bool:
    """Return whether Grafana makes the legends of a query from the labels of its series."""
    return query.planned.form.legend == AUTO and any(s.labels for s in query.answer.series)


def list_shown_series(evaluated: EvaluatedPanel) -> tuple[ShownSeries, ...]:
    """Return the series of all queries, in the order of the queries."""
    return tuple(each for query in evaluated.queries for each in _build_shown_series(query))


def _build_shown_series(query: EvaluatedQuery) -> list[ShownSeries]:
    form, answer = query.planned.form, query.answer
    return [
        ShownSeries(
            labels=series.labels,
            legend=choose_display_name(series.labels, form.legend, form.sent) or "",
            ref_id=form.ref_id,
            times=tuple(answer.list_times(len(series.values))),
            values=series.values,
            histogram=query.histograms.get(index, ""),
        )
        for index, series in enumerate(answer.series)
    ]
