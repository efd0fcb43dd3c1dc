"""The class for an alert rule as Grafana's provisioning API returns it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.lazy import lazy_property
from boardwright.schema.alerting.alert_step import AlertStep
from boardwright.schema.document import Json
from boardwright.schema.json_object import JsonObject

MISSING_EVALUATIONS = "missingSeriesEvalsToResolve"
"""The field of a rule with the number of evaluations after which Grafana resolves an alert whose
series is missing.
"""

_DEFAULT_MISSING_EVALUATIONS = 2


class GrafanaRule(JsonObject):
    """One alert rule of Grafana."""

    @property
    def uid(self) -> str:
        """The uid of the rule; empty if the rule has no uid."""
        return self.text("uid")

    @property
    def title(self) -> str:
        """The title of the rule; empty if the rule has no title."""
        return self.text("title")

    @property
    def condition(self) -> str:
        """The refId of the step that decides whether the alert fires."""
        return self.text("condition")

    @lazy_property
    def steps(self) -> tuple[AlertStep, ...]:
        """The queries and expressions of the rule."""
        return tuple(AlertStep(each) for _, each in self.items("data"))

    @property
    def pending_period(self) -> str:
        """How long the condition must be true before the alert fires, such as `5m`; empty if the
        rule sets no time.
        """
        return self.text("for")

    @property
    def keep_firing_period(self) -> str:
        """How long the alert keeps firing after its condition is no longer true; empty if the rule
        sets no time.
        """
        return self.text("keep_firing_for")

    @property
    def no_data_state(self) -> str:
        """The state of the alert if a query returns no data."""
        return self.text("noDataState") or "NoData"

    @property
    def error_state(self) -> str:
        """The state of the alert if the evaluation fails."""
        return self.text("execErrState") or "Error"

    @property
    def missing_evaluations(self) -> int:
        """The number of evaluations after which Grafana resolves an alert whose series is
        missing.
        """
        return int(self.number(MISSING_EVALUATIONS) or _DEFAULT_MISSING_EVALUATIONS)

    @property
    def labels(self) -> Mapping[str, Any]:
        """Name -> value of each label."""
        return self.table("labels")

    @property
    def annotations(self) -> Mapping[str, Any]:
        """Name -> text of each annotation."""
        return self.table("annotations")

    def with_annotations(self, annotations: Mapping[str, Any]) -> Json:
        """Return the JSON of the rule with `annotations` in place of its own annotations."""
        return {**self.raw, "annotations": {**annotations}}
