"""`boardwright suggest-rules`: suggest recording rules for expressions that queries repeat."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from pathlib import Path

from boardwright.commands.checking.fix import FixedFile
from boardwright.commands.checking.input_files import choose_root, find_work
from boardwright.commands.checking.rule_inputs import build_settings
from boardwright.commands.suggesting.known_rules import KnownRules, collect_known_rules
from boardwright.commands.suggesting.query_edits import QueryChange, edit_files
from boardwright.commands.suggesting.query_sites import (
    LeftOut,
    QuerySite,
    find_sites,
    group_by_source,
    list_own_rules,
)
from boardwright.commands.suggesting.rule_costs import RuleCost
from boardwright.config.project import ProjectSettings
from boardwright.errors import BoardwrightError, ConfigError
from boardwright.frozen import frozen
from boardwright.notation.plurals import format_quantity
from boardwright.notation.templates import open_templates
from boardwright.schema.document import Note
from boardwright.source.identifiers import Identifiers
from boardwright.source.text_literals import format_text
from boardwright.suggestions.chosen_rules import (
    LEAST_USES,
    ChosenRule,
    choose_rules,
    rewrite_query,
)
from boardwright.suggestions.recordable_parts import PartPlace
from boardwright.writing.file_tree import write_files

Measure = Callable[[ChosenRule, Sequence[QuerySite]], RuleCost | None]
"""Function that takes a rule and the queries of a data source, and returns the costs of the rule;
None if Prometheus refuses to evaluate the rule."""


@frozen
class SuggestedRule:
    """A suggested recording rule.

    Attributes:
        name: Name of the recorded series.
        expr: PromQL expression of the rule.
        is_known: Whether the project already has this rule.
        source: Uid of the queries' data source, or the reference in the queries.
        uses: How often the expression occurs in queries that can read the recorded series instead.
        boards: Titles of the boards and names of the rules that contain these queries.
        per_hour: Number of evaluations of these queries per hour while one user has each board
            open.
        cost: The measured costs; None if they were not measured.
    """

    name: str
    expr: str
    is_known: bool
    source: str
    uses: int
    boards: tuple[str, ...]
    per_hour: float
    cost: RuleCost | None = None


@frozen
class RefusedRule:
    """A rule that is not suggested, because a measurement on Prometheus shows no advantage."""

    name: str
    reason: str


@frozen
class SuggestedRules:
    """The result of `suggest-rules`.

    Attributes:
        rules: The suggested rules, ordered by number of uses.
        changes: The queries that can read recorded series.
        left_out: The reasons why recording rules cannot compute a part of some queries.
        refused: Rules that are not suggested, because a measurement shows no advantage.
        queries: Number of all queries that were read.
        boards: Number of boards that were read.
        module: Text of the Python module with the new rules; empty if there are no new rules.
        files: The changed files, including the module with the rules.
        errors: Errors that occurred when files were read or compiled.
        skipped: One note for each skipped file.
        written: Whether the files were written.
    """

    rules: tuple[SuggestedRule, ...]
    changes: tuple[QueryChange, ...]
    left_out: tuple[LeftOut, ...]
    refused: tuple[RefusedRule, ...]
    queries: int
    boards: int
    module: str = field(repr=False)
    files: tuple[FixedFile, ...] = field(repr=False)
    errors: tuple[BoardwrightError, ...]
    skipped: tuple[Note, ...]
    written: bool


def suggest_rules(
    project: ProjectSettings | None,
    *,
    here: Path,
    paths: Sequence[Path] | None = None,
    least_uses: int = LEAST_USES,
    measure: Measure | None = None,
    write: bool = False,
) -> SuggestedRules:
    """Find expressions that several queries contain, and suggest recording rules that replace these
    expressions.

    Args:
        project: The project; None if the current folder is in no project.
        here: The directory to which `paths` are relative if there is no project.
        paths: Files or directories with the boards and rules to read; None for the whole project.
        least_uses: A rule is suggested only if its expression occurs at least this often.
        measure: Function that measures the costs of a rule on a running Prometheus; None to measure
            nothing.
        write: Whether to write the module with the rules and to change the queries.

    Raises:
        BoardwrightError: There is nothing to read, `write` is True outside a project, or a file
            cannot be read or written. After an error, no file is changed.
    """
    if write and project is None:
        raise ConfigError(
            "there is no boardwright.toml here or in a folder above",
            hint="--write needs a project, because it adds rules to the project. Run "
            "`boardwright new` to create a project.",
        )
    inputs = find_work(project, here=here, paths=paths)
    settings = build_settings(project, None)
    known = collect_known_rules(list_own_rules(inputs))
    queries = find_sites(inputs, settings, known)
    groups = group_by_source(queries.sites)
    rules, changes, refused = _choose_suggestions(groups, known, least_uses, measure)
    root = choose_root(project, here)
    files, changes = edit_files(changes, root, queries.panel_texts)
    new_rules = [rule for rule in rules if not rule.is_known]
    module = _generate_module(_drop_duplicates(new_rules)) if new_rules else ""
    if module and project is not None:
        name = _find_free_name(root)
        files = [*files, FixedFile(name=name, before="", after=module, changes=len(new_rules))]
    if write:
        write_files({os.path.realpath(root / f.name): f.after.encode() for f in files}, root)
    return SuggestedRules(
        rules=tuple(rules),
        changes=tuple(changes),
        left_out=queries.left_out,
        refused=tuple(refused),
        queries=queries.queries,
        boards=queries.boards,
        module=module,
        files=tuple(files),
        errors=(*inputs.errors, *queries.errors),
        skipped=(*queries.skipped, *inputs.skipped),
        written=write,
    )


def _choose_suggestions(
    groups: Sequence[Sequence[QuerySite]],
    known: KnownRules,
    least_uses: int,
    measure: Measure | None,
) -> tuple[list[SuggestedRule], list[QueryChange], list[RefusedRule]]:
    chosen = choose_rules(
        [[site.parts for site in group] for group in groups],
        recorded_names=known.names,
        used_names=known.taken,
        least_uses=least_uses,
    )
    suggested: list[SuggestedRule] = []
    changes: list[QueryChange] = []
    refused: list[RefusedRule] = []
    for group, rules in zip(groups, chosen, strict=True):
        advantageous = []
        for rule in rules:
            cost = measure(rule, group) if measure else None
            if measure and (reason := _judge_cost(cost)):
                refused.append(RefusedRule(name=rule.name, reason=reason))
                continue
            advantageous.append(rule)
            suggested.append(_build_suggestion(rule, group, cost))
        changes += _list_changes(group, advantageous)
    suggested.sort(key=lambda each: (-each.uses, -each.per_hour, each.name))
    return suggested, changes, refused


def _judge_cost(cost: RuleCost | None) -> str | None:
    """Return the reason why a rule has no advantage; None if the rule has an advantage."""
    if cost is None:
        return "Prometheus cannot evaluate the rule for all values of the variables"
    if cost.after >= cost.before > 0:
        return (
            f"the queries read {cost.before} samples without the rule, and {cost.after} samples"
            " with the rule"
        )
    return None


def _build_suggestion(
    rule: ChosenRule, group: Sequence[QuerySite], cost: RuleCost | None
) -> SuggestedRule:
    sites = [group[use.query] for use in rule.uses]
    return SuggestedRule(
        name=rule.name,
        expr=rule.expr,
        is_known=rule.is_known,
        source=next((site.source for site in sites if site.source), ""),
        uses=len(sites),
        boards=tuple(dict.fromkeys(site.board or site.name for site in sites)),
        per_hour=sum(site.per_hour for site in sites),
        cost=cost,
    )


def _list_changes(group: Sequence[QuerySite], rules: Iterable[ChosenRule]) -> list[QueryChange]:
    """Return the changes of the queries in `group` that can read series of `rules`."""
    uses: dict[int, list[tuple[PartPlace, str]]] = {}
    for rule in rules:
        for use in rule.uses:
            uses.setdefault(use.query, []).append((use.place, rule.name))
    return [
        QueryChange(
            site=group[index],
            text=rewrite_query(
                group[index].expression, uses[index], shows_all_labels=group[index].shows_all_labels
            ),
            rules=tuple(dict.fromkeys(name for _, name in uses[index])),
        )
        for index in sorted(uses)
    ]


def _drop_duplicates(rules: Iterable[SuggestedRule]) -> list[SuggestedRule]:
    """Return the rules without duplicates. A rule occurs twice if queries of two data sources need
    it.
    """
    return [*{rule.name: rule for rule in rules}.values()]


def _find_free_name(root: Path) -> str:
    """Return the path of a file that does not exist yet, such as `rules/suggested_2.py`."""
    name, count = "rules/suggested.py", 1
    while (root / name).exists():
        count += 1
        name = f"rules/suggested_{count}.py"
    return name


def _generate_module(rules: Iterable[SuggestedRule]) -> str:
    """Return the text of a Python module that declares the rules."""
    names = Identifiers({"record"})
    templates = open_templates(Path(__file__).parent / "templates", trim_blocks=True)
    templates.filters |= {"literal": format_text, "quantity": format_quantity}
    return templates.get_template("suggested_rules.py.jinja").render(
        rules=[
            (names.choose_name(rule.name.replace(":", " "), otherwise="recorded"), rule)
            for rule in rules
        ]
    )
