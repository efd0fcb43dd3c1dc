"""Generates the Python module that declares the suggested rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from boardwright.notation.plurals import format_quantity
from boardwright.source.identifiers import Identifiers
from boardwright.source.text_literals import format_text

RULES_FOLDER = "rules"
"""Folder of a project that contains modules and files with rules."""

_HEAD = '''"""Recording rules for expressions that several queries have in common."""

from boardwright.rules import record
'''


class NamedRule(Protocol):
    """A recording rule to declare."""

    @property
    def name(self) -> str:
        """Name of the recorded series."""

    @property
    def expr(self) -> str:
        """PromQL expression of the rule."""

    @property
    def uses(self) -> int:
        """Number of places in queries that read the series of this rule."""


def generate_module(rules: Iterable[NamedRule]) -> str:
    """Return the text of a module with one call of `record` for each rule."""
    names = Identifiers({"record"})
    parts = [_HEAD]
    for rule in rules:
        variable = names.choose_name(rule.name.replace(":", " "), otherwise="recorded")
        parts.append(
            f"\n# {format_quantity(rule.uses, 'use')}\n"
            f"{variable} = record(\n"
            f"    {format_text(rule.name)},\n"
            f"    {format_text(rule.expr)},\n"
            ")\n"
        )
    return "".join(parts)
