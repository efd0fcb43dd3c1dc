"""The Prometheus version that a query is sent to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boardwright.checks.settings import Settings
from boardwright.checks.views.project_view import ConfigurationView
from boardwright.checks.views.query_view import AnnotationView, QueryView
from boardwright.checks.views.variable_view import VariableView
from boardwright.promql.availability import (
    NEWEST,
    Requirement,
    Version,
    parse_version,
    requirements,
)
from boardwright.promql.expression import Expression
from boardwright.schema.document import Place

VersionedView = QueryView | AnnotationView | VariableView | ConfigurationView


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionedPart:
    """A part of an expression that not every version of Prometheus accepts.

    Attributes:
        requirement: The part.
        expression: The whole expression.
        version: The version of the data source, configured or read; None when it is not known.
        enabled: Whether the server lists the part as enabled.
        place: Where the rule of a rule file is; None for queries of boards.
    """

    requirement: Requirement
    expression: Expression
    version: Version | None
    place: Place | None
    enabled: bool = False

    @property
    def is_supported(self) -> bool:
        """Return whether the version has it; where it is not known, whether the newest has."""
        return self.enabled or self.requirement.is_met_by(self.version or NEWEST)

    @property
    def is_experimental(self) -> bool:
        """Return whether the version has it behind a feature flag that may not be set."""
        return not self.enabled and self.requirement.is_experimental_in(self.version or NEWEST)


def versioned_parts(view: VersionedView) -> Iterator[VersionedPart]:
    """Yield the parts of a view's expressions that not every version accepts, each name once."""
    if isinstance(view, ConfigurationView):
        version = _version(view.settings, None)
        for each in view.rules:
            yield from _parts(each.expression, version, view.settings, each.place)
    elif view.expression is not None and requirements(view.expression):
        version = _version(view.board.settings, view.datasource.uid)
        yield from _parts(view.expression, version, view.board.settings, None)


def _parts(
    expression: Expression, version: Version | None, settings: Settings, place: Place | None
) -> Iterator[VersionedPart]:
    seen: set[str] = set()
    for requirement in requirements(expression):
        if requirement.what not in seen:
            seen.add(requirement.what)
            yield VersionedPart(
                requirement=requirement,
                expression=expression,
                version=version,
                place=place,
                enabled=requirement.what in settings.server.enabled,
            )


def _version(settings: Settings, uid: str | None) -> Version | None:
    """Return the version of the data source with a uid or name, else of the default one.

    Where none is configured, it is that of the server of `--metrics`.
    """
    source = settings.datasource(uid) if uid else None
    known = source or settings.default_datasource
    configured = known.version if known is not None else None
    text = configured or settings.server.version
    return parse_version(text) if text else None
