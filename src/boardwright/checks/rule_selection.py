"""Chooses the rules to run, by profile, `--select` and `--ignore`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from boardwright.checks.problem import Problem
from boardwright.checks.rule import PROFILES, Rule
from boardwright.errors import ConfigError
from boardwright.notation.similar_names import suggest_name


def is_named(rule: Rule, terms: Collection[str]) -> bool:
    """Return whether `--select` or `--ignore` with these terms selects a rule. A term is a rule id,
    the first words of an id, a group, or `all`.
    """
    return any(
        term in {rule.id, rule.group, "all"} or rule.id.startswith(f"{term}-") for term in terms
    )


def select_rules(
    rules: Sequence[Rule],
    *,
    profile: str = "default",
    selected: Collection[str] = (),
    ignored: Collection[str] = (),
    with_metrics: bool = False,
) -> tuple[Rule, ...]:
    """Return the rules to run, in their original order.

    Args:
        rules: All rules.
        profile: Name of the profile. Every profile includes the rules of `default`. The profile has
            no effect if `selected` is not empty.
        selected: The rules to run: rule ids, the first words of ids, or groups. Empty selects the
            rules of the profile.
        ignored: The rules that must not run: rule ids, the first words of ids, or groups.
        with_metrics: Whether the emitted metrics are known, which some rules need.

    Raises:
        ConfigError: No profile has this name, or a term in `selected` or `ignored` matches no rule.
    """
    if profile not in PROFILES:
        raise ConfigError(f"profile is {profile!r}; it must be one of {', '.join(PROFILES)}")
    _refuse_unknown_terms(rules, (*selected, *ignored))
    return tuple(
        rule
        for rule in rules
        if (is_named(rule, selected) if selected else {profile, "default"} & {*rule.profiles})
        and not is_named(rule, ignored)
        and (with_metrics or not rule.needs_metrics)
    )


def drop_guesses(
    problems: Iterable[Problem], *, profile: str, selected: Collection[str] = ()
) -> tuple[Problem, ...]:
    """Remove the problems that rely on a guess.

    All problems are kept if the rule profile is `strict`, or if the user selected the rules to run.

    Args:
        problems: The problems that the rules found.
        profile: Name of the rule profile.
        selected: The value of the option `--select`.
    """
    keeps_guesses = bool(selected) or profile == "strict"
    return tuple(problem for problem in problems if keeps_guesses or problem.certain)


def find_check_rule(rules: Sequence[Rule], id: str) -> Rule:  # noqa: A002
    """Return the rule with this id.

    Raises:
        ConfigError: No rule has this id.
    """
    for rule in rules:
        if rule.id == id:
            return rule
    raise build_unknown_rule_error(rules, id)


def build_unknown_rule_error(rules: Iterable[Rule], name: str) -> ConfigError:
    """Return the error for an unknown rule. Its hint proposes the most similar id."""
    ids = [rule.id for rule in rules]
    otherwise = "`boardwright check --list-rules` lists all rules."
    hint = suggest_name(name, ids, otherwise=otherwise)
    return ConfigError(f"no rule has the name {name!r}", hint=hint)


def _refuse_unknown_terms(rules: Sequence[Rule], terms: Iterable[str]) -> None:
    for term in terms:
        if not any(is_named(rule, (term,)) for rule in rules):
            raise build_unknown_rule_error(rules, term)
