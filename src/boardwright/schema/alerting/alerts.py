"""The classes for groups of Grafana's alert rules, as an author declares them and as boardwright
compiles them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.alerting.alert_step import AlertStep
from boardwright.schema.alerting.declared_rule import DeclaredRule
from boardwright.schema.alerting.grafana_rule import GrafanaRule
from boardwright.schema.document import Document, Note, Place

AlertRuleJson = Mapping[str, Any]
"""The JSON of an alert rule for Grafana's provisioning API, without the fields of the rule group.
"""


OWNER = "__boardwright__"
"""The annotation with the name of the project that owns a rule. Grafana does not send this
annotation in notifications.
"""

SENT = "__boardwright_sent__"
"""The annotation in which `deploy` records the uid and the digest of the rule that it sent."""

FILE_MISSING_EVALUATIONS = "missing_series_evals_to_resolve"
"""The key for `missingSeriesEvalsToResolve` in Grafana's alerting provisioning files."""


@frozen
class AlertDocument:
    """One declared group of alert rules.

    Attributes:
        name: The name of the group.
        place: File and line of the declaration.
        folder: Path of the Grafana folder, such as `Team/Service`; None to use the project's
            default folder.
        interval: The time between two evaluations, as the author wrote it.
        rules: The rules of the group.
        queries: A board with one panel for each rule. Each panel contains the queries of its rule,
            so the compiler can process them like the queries of a dashboard.
        imported_from: Resolved path of the module that declares the group, if the loaded module
            only imports the group; otherwise empty.
    """

    name: str
    place: Place
    folder: str | None
    interval: Any
    rules: tuple[DeclaredRule, ...]
    queries: Document
    imported_from: str = ""


@frozen
class CompiledRule:
    """One compiled alert rule.

    Attributes:
        uid: The uid of the rule.
        title: The title of the rule.
        place: File and line of the declaration.
        data: The JSON of the rule for Grafana's provisioning API.
        alert: `AlertRule.key` of the Prometheus alert that boardwright converted to this rule; None
            if the author declared the rule for Grafana.
    """

    uid: str
    title: str
    place: Place
    data: AlertRuleJson = field(repr=False)
    alert: tuple[str, str] | None = None

    @property
    def view(self) -> GrafanaRule:
        """The rule as a `GrafanaRule`, which has a typed property for each field."""
        return GrafanaRule(self.data)

    @property
    def steps(self) -> tuple[AlertStep, ...]:
        """The queries and expressions of the rule."""
        return self.view.steps


@frozen
class CompiledGroup:
    """One compiled group of alert rules.

    Attributes:
        name: The name of the group, unique in its folder.
        folder: Title of the Grafana folder; None to use the project's default folder.
        interval: Seconds between two evaluations.
        rules: The rules in the order in which they are declared.
        place: File and line of the declaration.
        notes: The compiler's remarks for the author of the group.
        imported_from: Resolved path of the module that declares the group, if the loaded module
            only imports the group; otherwise empty.
    """

    name: str
    folder: str | None
    interval: int
    rules: tuple[CompiledRule, ...]
    place: Place
    notes: tuple[Note, ...] = ()
    imported_from: str = ""
