"""Groups of Grafana's alert rules: as they were declared, and compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.document import Document, Note, Place

Rule = Mapping[str, Any]
"""A rule as Grafana's provisioning API takes it, without what its group says."""


OWNER = "__boardwright__"
"""The annotation that says whose a rule is. Grafana keeps names of this form out of messages."""

SENT = "__boardwright_sent__"
"""The annotation that says which rule a deploy sent, and what: its uid and a digest."""


@frozen
class DeclaredRule:
    """One rule of a declared group; texts are as the author wrote them.

    Attributes:
        data: Its attributes by grafanalib's names, and `steps`: for each query its number among
            the panel's, for each expression what it says; `names` has the refId of each.
        place: Where it was declared.
    """

    data: Mapping[str, Any]
    place: Place

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.data["title"])


@frozen
class AlertDocument:
    """One declared group.

    Attributes:
        name: The group's name.
        place: Where it was declared.
        folder: The folder's title, levels separated by `/`; None for the project's default.
        interval: How often it is evaluated.
        rules: Its rules.
        queries: A board with a panel a rule, which holds the rule's queries: they are compiled as
            any board's are.
        imported_from: The module that it is imported from, by its real path; empty for an own one.
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
    """One rule, as data of the provisioning API."""

    uid: str
    title: str
    place: Place
    data: Rule = field(repr=False)


@frozen
class CompiledGroup:
    """One compiled group.

    Attributes:
        name: Its name, one of its kind in the folder.
        folder: The folder's title; None for the project's default.
        interval: Seconds between two evaluations.
        rules: Its rules, in their order.
        place: Where it was declared.
        notes: What its author should know.
        imported_from: The module that it is imported from, by its real path; empty for an own one.
    """

    name: str
    folder: str | None
    interval: int
    rules: tuple[CompiledRule, ...]
    place: Place
    notes: tuple[Note, ...] = ()
    imported_from: str = ""
