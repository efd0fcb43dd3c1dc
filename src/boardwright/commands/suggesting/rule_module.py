"""The Python module that declares suggested rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from boardwright.notation.plurals import quantity
from boardwright.source.identifiers import Identifiers
from boardwright.source.text_literals import text_literal

RULES_FOLDER = "rules"
"""The folder of a project for modules and files with rules."""

_HEAD = '''"""Recording rules for parts of queries that several panels have in common."""

from boardwright.rules import record
'''


class NamedRule(Protocol):
    """A rule to declare."""

    @property
    def name(self) -> str:
        """The recorded name."""

    @property
    def expr(self) -> str:
        """The PromQL."""

    @property
    def uses(self) -> int:
        """The number of parts of queries that it replaces."""


def module_text(rules: Iterable[NamedRule]) -> str:
    """Return a module with one `record(…)` for each rule."""
    names = Identifiers({"record"})
    parts = [_HEAD]
    for rule in rules:
        variable = names.new(rule.name.replace(":", " "), otherwise="recorded")
        parts.append(
            f"\n# {quantity(rule.uses, 'use')}\n"
            f"{variable} = record(\n"
            f"    {text_literal(rule.name)},\n"
            f"    {text_literal(rule.expr)},\n"
            ")\n"
        )
    return "".join(parts)
