"""Checks whether the Prometheus version of a query's data source supports the query's PromQL."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks.settings import Settings
from boardwright.checks.views.project_view import ConfigurationView
from boardwright.checks.views.query_view import AnnotationView, QueryView
from boardwright.checks.views.variable_view import VariableView
from boardwright.frozen import frozen
from boardwright.notation.versions import Version, parse_version
from boardwright.promql.availability import NEWEST, Requirement, list_requirements
from boardwright.promql.expression import Expression
from boardwright.schema.document import Place

VersionedView = QueryView | AnnotationView | VariableView | ConfigurationView


@frozen
class VersionedPart:
    """A part of an expression that only some versions of Prometheus accept.

    Attributes:
        requirement: The function, operator or modifier, with the versions that support it.
        expression: The whole expression that contains the function, operator or modifier.
        version: The Prometheus version of the data source, which the configuration or the server of
            `--metrics` names; None if unknown.
        enabled: Whether the running Prometheus lists this function, operator or modifier as
            enabled.
        place: File and line of the recording rule or alert; None for queries of boards.
    """

    requirement: Requirement
    expression: Expression
    version: Version | None
    place: Place | None
    enabled: bool = False

    @property
    def is_supported(self) -> bool:
        """Whether the data source's version supports this function, operator or modifier. If the
        version is unknown, the newest version is assumed.
        """
        return self.enabled or self.requirement.is_met_by(self.version or NEWEST)

    @property
    def is_experimental(self) -> bool:
        """Whether the data source's version supports the function, operator or modifier only with a
        feature flag. False if the running Prometheus reports that the flag is set.
        """
        return not self.enabled and self.requirement.is_experimental_in(self.version or NEWEST)


def iter_versioned_parts(view: VersionedView) -> Iterator[VersionedPart]:
    """Yield the parts of an expression that only some versions of Prometheus accept. Each function,
    operator or modifier is yielded once.
    """
    if isinstance(view, ConfigurationView):
        version = _find_version(view.settings, None)
        for each in view.rules:
            yield from _iter_parts(each.expression, version, view.settings, each.place)
    elif view.expression is not None and list_requirements(view.expression):
        version = _find_version(view.board.settings, view.datasource.uid)
        yield from _iter_parts(view.expression, version, view.board.settings, None)


def _iter_parts(
    expression: Expression,
    version: Version | None,
    settings: Settings,
    place: Place | None,
) -> Iterator[VersionedPart]:
    seen: set[str] = set()
    for requirement in list_requirements(expression):
        if requirement.what not in seen:
            seen.add(requirement.what)
            yield VersionedPart(
                requirement=requirement,
                expression=expression,
                version=version,
                place=place,
                enabled=requirement.what in settings.server.enabled,
            )


def _find_version(settings: Settings, uid: str | None) -> Version | None:
    """Return the Prometheus version that is configured for the data source with this uid or name,
    or for the default data source. If no version is configured, return the version of the server of
    `--metrics`.
    """
    source = settings.find_datasource(uid) if uid else None
    known = source or settings.default_datasource
    configured = known.version if known is not None else None
    text = configured or settings.server.version
    return parse_version(text) if text else None
