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
        version: The configured version of the data source; None when none is configured.
        place: Where the rule of a rule file is; None for queries of boards.
    """

    requirement: Requirement
    expression: Expression
    version: Version | None
    place: Place | None

    @property
    def is_supported(self) -> bool:
        """Return whether the configured version has it; without one, whether the newest has."""
        return self.requirement.is_met_by(self.version or NEWEST)

    @property
    def is_experimental(self) -> bool:
        """Return whether the version has it behind a feature flag."""
        return self.requirement.is_experimental_in(self.version or NEWEST)


def versioned_parts(view: VersionedView) -> Iterator[VersionedPart]:
    """Yield the parts of a view's expressions that not every version accepts, each name once."""
    if isinstance(view, ConfigurationView):
        version = _version(view.settings, None)
        for each in view.rules:
            yield from _parts(each.expression, version, each.place)
    elif view.expression is not None and requirements(view.expression):
        version = _version(view.board.settings, view.datasource.uid)
        yield from _parts(view.expression, version, None)


def _parts(
    expression: Expression, version: Version | None, place: Place | None
) -> Iterator[VersionedPart]:
    seen: set[str] = set()
    for requirement in requirements(expression):
        if requirement.what not in seen:
            seen.add(requirement.what)
            yield VersionedPart(
                requirement=requirement, expression=expression, version=version, place=place
            )


def _version(settings: Settings, uid: str | None) -> Version | None:
    """Return the version of the data source with a uid or name, else of the default one."""
    source = settings.datasource(uid) if uid else None
    known = source or settings.default_datasource
    return parse_version(known.version) if known is not None and known.version else None
