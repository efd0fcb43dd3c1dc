"""Collects the check rules of the package `boardwright.checks.rules` and of the user's modules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from boardwright.checks import rules as package
from boardwright.checks.rule import Rule
from boardwright.errors import ConfigError


@cache
def load_built_in_rules() -> tuple[Rule, ...]:
    """Return the rules in the package `boardwright.checks.rules`, sorted by id."""
    names = sorted(module.name for module in iter_modules(package.__path__))
    return tuple(
        rule
        for name in names
        for rule in list_module_rules(import_module(f"{package.__name__}.{name}"))
    )


def list_module_rules(module: ModuleType) -> tuple[Rule, ...]:
    """Return the rules that a module defines; rules that the module imports are omitted."""
    return tuple(
        value
        for value in vars(module).values()
        if isinstance(value, Rule) and value.check.__module__ == module.__name__
    )


def add_user_rules(user_rules: Iterable[tuple[str, Rule]]) -> tuple[Rule, ...]:
    """Return the rules in the package `boardwright.checks.rules`, together with the user's rules.

    Args:
        user_rules: Each of the user's rules, with the path of the file that defines the rule.

    Raises:
        ConfigError: Two rules have the same id.
    """
    known: list[Rule] = list(load_built_in_rules())
    for file, rule in user_rules:
        _refuse_duplicate_id(file, rule, known)
        known.append(rule)
    return tuple(known)


def _refuse_duplicate_id(file: str, rule: Rule, known: Sequence[Rule]) -> None:
    if any(rule.id == other.id for other in known):
        raise ConfigError(
            f"a rule with the id {rule.id!r} already exists",
            where=file,
            hint="Give this rule another id.",
        )
