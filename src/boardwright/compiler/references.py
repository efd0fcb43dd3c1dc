"""Data source references: from any form that Grafana ever wrote to an object of type and uid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from boardwright.compiler.context import Context
from boardwright.compiler.edit import Json
from boardwright.frozen import frozen
from boardwright.schema.document import Board
from boardwright.schema.walking import iter_variables

GRAFANA: Json = {"type": "datasource", "uid": "grafana"}
MIXED: Json = {"type": "datasource", "uid": "-- Mixed --"}
DASHBOARD: Json = {"type": "datasource", "uid": "-- Dashboard --"}
EXPRESSION: Json = {"type": "__expr__", "uid": "__expr__"}

BUILT_IN = {
    "-- Grafana --": GRAFANA,
    "grafana": GRAFANA,
    "-- Mixed --": MIXED,
    "-- Dashboard --": DASHBOARD,
    "__expr__": EXPRESSION,
    "-100": EXPRESSION,
}
"""Data sources that every Grafana has, by name and uid."""

BUILT_IN_TYPES = frozenset({"datasource", "grafana", "__expr__", "mixed"})

UNSAID = (None, "", "default", "Default", "-- Default --")

VARIABLE = re.compile(r"^(?:\$(\w+)|\$\{(\w+)(?::\w+)?\}|\[\[(\w+)(?::\w+)?\]\])$")


@frozen
class Resolver:
    """Resolves references of one board.

    Attributes:
        context: The project.
        variables: Data source variables of the board: name -> plugin type.
    """

    context: Context
    variables: Mapping[str, str]

    @classmethod
    def of(cls, board: Board, context: Context) -> Resolver:
        """Return the resolver for a board, with its data source variables."""
        found = (v for v in iter_variables(board) if v.get("type") == "datasource")
        variables = {str(v.get("name")): str(v.get("query") or "prometheus") for v in found}
        return cls(context=context, variables=variables)

    @property
    def default(self) -> Json:
        """The project's default data source, in the chosen environment."""
        return self._deployed(self.context.default_datasource.to_json())

    def resolve(self, reference: Any, plugin: str | None = None) -> Json:
        """Return a reference as an object of type and uid; the default for none.

        Args:
            reference: A name, a uid, a variable, an object, or nothing.
            plugin: The type where the reference says none and nobody knows its name.
        """
        if isinstance(reference, dict):
            return self._object(reference, plugin)
        return self.default if reference in UNSAID else self._named(str(reference), None, plugin)

    def is_known(self, reference: Json) -> bool:
        """Tell whether a resolved reference is one of the project's, built in, or a variable."""
        uid = str(reference.get("uid"))
        if uid == self.context.default_datasource.uid or uid in self.context.datasources:
            return True
        if "$" in uid or uid in BUILT_IN or reference.get("type") in BUILT_IN_TYPES:
            return True
        return uid in self.context.environment_uids.values()

    def _object(self, reference: Json, guess: str | None) -> Json:
        uid, kind = reference.get("uid"), reference.get("type")
        plugin = kind if isinstance(kind, str) and kind else None
        if uid not in UNSAID:
            return self._named(str(uid), plugin, guess)
        if plugin is None or plugin == self.context.default_datasource.type:
            return self.default
        found = self.context.of_type(str(plugin))
        return self._deployed(found.to_json()) if found else {"type": plugin}

    def _named(self, name: str, plugin: str | None, guess: str | None) -> Json:
        if name in BUILT_IN:
            return {"type": plugin, "uid": name} if plugin else dict(BUILT_IN[name])
        variable = VARIABLE.match(name)
        if variable:
            return self._variable(next(filter(None, variable.groups())), plugin)
        known = self.context.datasources.get(name)
        if known and plugin in (None, known.type):
            return self._deployed(known.to_json())
        kind = plugin or guess
        return self._deployed({**({"type": kind} if kind else {}), "uid": name})

    def _variable(self, name: str, plugin: str | None) -> Json:
        if name not in self.variables and name.upper().startswith("DS_"):
            return self._object({"type": plugin}, None)
        kind = self.variables.get(name) or plugin or self.context.default_datasource.type
        return {"type": kind, "uid": f"${{{name}}}"}

    def _deployed(self, reference: Json) -> Json:
        uid = self.context.environment_uids.get(str(reference["uid"]))
        return {**reference, "uid": uid} if uid else reference
