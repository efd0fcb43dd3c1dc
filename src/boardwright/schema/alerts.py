"""Groups of Grafana's alert rules, declared and compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.document import Document, Note, Place

Rule = Mapping[str, Any]
"""A rule in the form of Grafana's provisioning API, without the fields of its group."""


OWNER = "__boardwright__"
"""The annotation with the owner of a rule. Grafana does not show such names in notifications."""

SENT = "__boardwright_sent__"
"""The annotation with the uid and digest of the rule that a deploy sent."""

MISSING_EVALUATIONS = "missingSeriesEvalsToResolve"
"""The field of a rule with the evaluations without a series after which its alert is resolved."""

FILED_MISSING_EVALUATIONS = "missing_series_evals_to_resolve"
"""The same field in Grafana's alerting files."""


@frozen
class DeclaredRule:
    """One rule of a declared group, with texts as the author wrote them.

    Attributes:
        data: The attributes by grafanalib's names, and `steps`: the index of each query among those
            of the panel, and each expression; `names` has the refIds.
        place: The place of the declaration.
    """

    data: Mapping[str, Any]
    place: Place

    @property
    def title(self) -> str:
        """The title of the rule."""
        return str(self.data["title"])


@frozen
class AlertDocument:
    """One declared group.

    Attributes:
        name: The group's name.
        place: The place of the declaration.
        folder: The folder's title, levels separated by `/`; None for the project's default.
        interval: The evaluation interval.
        rules: The rules.
        queries: A board with one panel per rule that contains the queries of the rule, which are
            compiled like those of any board.
        imported_from: The real path of the module that it is imported from; empty when it is not.
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
    """One rule.

    Attributes:
        uid: The uid.
        title: The title.
        place: The place of the declaration.
        data: The rule as data of the provisioning API.
        alert: The key of the Prometheus alert that it was made from; None for any other rule.
    """

    uid: str
    title: str
    place: Place
    data: Rule = field(repr=False)
    alert: tuple[str, str] | None = None


@frozen
class CompiledGroup:
    """One compiled group.

    Attributes:
        name: The name, unique in the folder.
        folder: The folder's title; None for the project's default.
        interval: Seconds between two evaluations.
        rules: The rules in their order.
        place: The place of the declaration.
        notes: Remarks for the author.
        imported_from: The real path of the module that it is imported from; empty when it is not.
    """

    name: str
    folder: str | None
    interval: int
    rules: tuple[CompiledRule, ...]
    place: Place
    notes: tuple[Note, ...] = ()
    imported_from: str = ""
