"""Reads Prometheus rules for one side of a diff from declarations or from built rule files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from boardwright.diff.rule_group_comparison import ComparedGroup
from boardwright.errors import BoardwrightError
from boardwright.found.file_contents import read_if_present
from boardwright.notation.durations import normalise_duration, parse_milliseconds
from boardwright.provisioning.rule_files import FOLDER
from boardwright.schema.alerting.rule_file_form import encode_in_grafana_form
from boardwright.schema.document import Place
from boardwright.schema.rule_values import PromRule, RuleFile, RuleGroup


def iter_compared_groups(source: str, groups: Iterable[RuleGroup]) -> Iterator[ComparedGroup]:
    """Convert the rule groups of a declaring file to the values that the diff compares.

    Args:
        source: Name of the declaring file.
        groups: The rule groups of this file.
    """
    count: Counter[str] = Counter()
    for group in groups:
        yield ComparedGroup(
            name=group.name,
            folder=source,
            interval=(parse_milliseconds(group.interval or "0s") or 0) // 1000,
            rules=tuple(
                encode_in_grafana_form(rule, uid=_build_rule_uid(source, rule, count))
                for rule in group.rules
            ),
            options=_collect_options(group),
        )


def _collect_options(group: RuleGroup) -> Mapping[str, Any]:
    """Return the settings of a group, except its name, interval and rules."""
    limit = {"limit": group.limit} if group.limit else {}
    return limit | {
        key: normalise_duration(value) if isinstance(value, str) else value
        for key, value in group.options.items()
        if value
    }


def map_rule_places(file: RuleFile) -> dict[str, Place]:
    """Return the generated uid of each rule in a file -> file and line of the declaration."""
    count: Counter[str] = Counter()
    rules = (rule for group in file.groups for rule in group.rules)
    return {_build_rule_uid(file.source, rule, count): rule.place for rule in rules}


def _build_rule_uid(source: str, rule: PromRule, count: Counter[str]) -> str:
    """Generate a uid, because Prometheus rules have none. Rules with the same name in a file are
    numbered in the order of their declaration.
    """
    count[rule.name] += 1
    return f"{source} {rule.name} {count[rule.name]}"


def read_rule_files(
    folder: Path, name: str, sources: Mapping[str, str], errors: list[BoardwrightError]
) -> Iterator[tuple[str, ComparedGroup]]:
    """Yield the name of the declaring file and the rule group, for each rule group that `build`
    wrote.

    Args:
        folder: The output folder of the build.
        name: Name of the folder in messages.
        sources: Path of a file that the build wrote -> name of the file that declares its rules.
        errors: List to which the errors of unreadable files are appended.
    """
    from boardwright.found.rule_yaml import read_rule_file  # importing the YAML library takes long

    for path in sorted(path for path in sources if path.startswith(f"{FOLDER}/")):
        place = Place(file=f"{name}/{path}")
        try:
            content = read_if_present(folder / path, place)
            groups = read_rule_file(content, place=place) if content is not None else ()
        except BoardwrightError as error:
            errors.append(error)
            continue
        for group in iter_compared_groups(sources[path], groups):
            yield sources[path], group
