"""Prometheus's rules on the sides of a diff: declared ones, and rule files of a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from boardwright.diff.rule_group_comparison import ComparedGroup
from boardwright.errors import BoardwrightError
from boardwright.found.file_contents import read_if_present
from boardwright.notation.durations import parse_milliseconds
from boardwright.provisioning.rule_files import FOLDER
from boardwright.schema.document import Place
from boardwright.schema.rule_values import AlertRule, PromRule, RuleFile, RuleGroup


def compared_groups(source: str, groups: Iterable[RuleGroup]) -> Iterator[ComparedGroup]:
    """Yield the groups of a declaring file as the diff compares them.

    Args:
        source: The declaring file.
        groups: The groups.
    """
    count: Counter[str] = Counter()
    for group in groups:
        yield ComparedGroup(
            name=group.name,
            folder=source,
            interval=(parse_milliseconds(group.interval or "0s") or 0) // 1000,
            rules=tuple(_compared_rule(source, rule, count) for rule in group.rules),
        )


def rule_places(file: RuleFile) -> dict[str, Place]:
    """Return the place of each rule of a declaring file, by the uid that the diff gives it."""
    count: Counter[str] = Counter()
    rules = (rule for group in file.groups for rule in group.rules)
    return {_uid(file.source, rule, count): rule.place for rule in rules}


def _compared_rule(source: str, rule: PromRule, count: Counter[str]) -> Mapping[str, Any]:
    data: dict[str, Any] = {
        "uid": _uid(source, rule, count),
        "title": rule.name,
        "expr": rule.expr,
        "labels": dict(rule.labels),
    }
    if isinstance(rule, AlertRule):
        data |= {"for": rule.for_ or "0s", "annotations": dict(rule.annotations)}
        if rule.keep_firing_for:
            data["keep_firing_for"] = rule.keep_firing_for
    return data


def _uid(source: str, rule: PromRule, count: Counter[str]) -> str:
    """Return what identifies a rule on both sides: its name, and a number for the next of them."""
    count[rule.name] += 1
    return f"{source} {rule.name} {count[rule.name]}"


def read_rule_files(
    folder: Path, name: str, sources: Mapping[str, str], errors: list[BoardwrightError]
) -> Iterator[tuple[str, ComparedGroup]]:
    """Yield the declaring file and the groups of each rule file that a build wrote.

    Args:
        folder: The output folder.
        name: The name of the side.
        sources: The written files with their declaring files.
        errors: Errors of reading are added here.
    """
    from boardwright.found.rule_yaml import read_rule_file  # YAML takes long to import

    for path in sorted(path for path in sources if path.startswith(f"{FOLDER}/")):
        place = Place(file=f"{name}/{path}")
        try:
            content = read_if_present(folder / path, place)
            groups = read_rule_file(content, place=place) if content is not None else ()
        except BoardwrightError as error:
            errors.append(error)
            continue
        for group in compared_groups(sources[path], groups):
            yield sources[path], group
