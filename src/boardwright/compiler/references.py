"""Converts data source references of all Grafana versions to objects with `type` and `uid`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.frozen import frozen
from boardwright.schema.board_traversal import iter_variables
from boardwright.schema.datasource_references import (
    BUILT_IN,
    BUILT_IN_TYPES,
    EXPRESSION,
    GRAFANA_UID,
    WrittenReference,
    read_reference,
)
from boardwright.schema.datasource_resolver import guess_plugin, read_variable_plugin
from boardwright.schema.document import Board, Json


@frozen
class Resolver:
    """Resolves the data source references of one board.

    Attributes:
        context: The project's settings.
        variables: Maps the name of each data source variable of the board to its plugin type.
    """

    context: CompilerContext
    variables: Mapping[str, str]

    @classmethod
    def from_board(cls, board: Board, context: CompilerContext) -> Resolver:
        """Return a resolver that knows the data source variables of the board."""
        found = (v for v in iter_variables(board) if v.get("type") == "datasource")
        variables = {str(v.get("name")): read_variable_plugin(v.get("query")) for v in found}
        return cls(context=context, variables=variables)

    @property
    def default(self) -> Json:
        """The project's default data source, with its uid in the selected environment."""
        return self._apply_environment(self.context.default_datasource.to_json())

    def resolve(self, reference: Any, plugin: str | None = None) -> Json:
        """Return a data source reference as an object with `type` and `uid`.

        An empty reference means the project's default data source.

        Args:
            reference: The name or uid of a data source, a variable, an object, or None.
            plugin: The plugin type to assume for a data source that the project does not declare. A
                name that suggests a type, such as `Loki`, takes precedence over `plugin`. If
                `plugin` is None, an undeclared data source gets no type.
        """
        written = read_reference(reference)
        return (
            self._resolve_default(written.type)
            if written.uid is None
            else self._resolve_reference(written, plugin)
        )

    def rename(self, reference: Json) -> Json:
        """Return a reference with the uid that the data source has in the selected environment.

        The function replaces the name of a data source, and the input of an export such as
        `${DS_PROMETHEUS}`, by the uid. The function does not change variables and Grafana's
        built-in data sources.
        """
        written = read_reference(reference)
        is_variable = written.variable is not None and not self._is_input(written.variable)
        if written.uid is None or written.built_in or is_variable:
            return reference
        uid = self.resolve(reference).get("uid", written.uid)
        return reference if uid == written.uid else {**reference, "uid": uid}

    def is_known(self, reference: Json) -> bool:
        """Return whether a reference names a variable, a built-in or a declared data source."""
        uid = str(reference.get("uid"))
        if uid == self.context.default_datasource.uid or uid in self.context.datasources:
            return True
        if "$" in uid or uid in BUILT_IN or reference.get("type") in BUILT_IN_TYPES:
            return True
        return uid in self.context.environment_uids.values()

    def _resolve_default(self, plugin: str | None) -> Json:
        """Return the default data source, or the first data source of the type `plugin`."""
        if plugin is None:
            return self.default
        found = self.context.find_datasource(plugin)
        return self._apply_environment(found.to_json()) if found else {"type": plugin}

    def _resolve_reference(self, written: WrittenReference, guess: str | None) -> Json:
        if written.built_in:
            return _resolve_built_in_source(written)
        if written.variable:
            return self._resolve_variable(written.variable, written.type)
        name, plugin = str(written.uid), written.type
        known = self.context.datasources.get(name)
        if known and plugin in (None, known.type):
            return self._apply_environment(known.to_json())
        kind = plugin or (guess_plugin(name) or guess if guess else None)
        return self._apply_environment({**({"type": kind} if kind else {}), "uid": name})

    def _resolve_variable(self, name: str, plugin: str | None) -> Json:
        if self._is_input(name):
            return self._resolve_default(plugin)
        kind = self.variables.get(name) or plugin or self.context.default_datasource.type
        return {"type": kind, "uid": f"${{{name}}}"}

    def _is_input(self, name: str) -> bool:
        """Return whether a variable is the input of an export, such as `${DS_PROMETHEUS}`."""
        return name not in self.variables and name.upper().startswith("DS_")

    def _apply_environment(self, reference: Json) -> Json:
        uid = self.context.environment_uids.get(str(reference["uid"]))
        return {**reference, "uid": uid} if uid else reference


def _resolve_built_in_source(written: WrittenReference) -> Json:
    if written.type:
        return {"type": written.type, "uid": written.uid}
    if written.is_expression:
        return dict(EXPRESSION)
    uid = "grafana" if written.built_in == GRAFANA_UID else written.built_in
    return {"type": "datasource", "uid": uid}
