"""Compare the checks of rules with pint, for docs/checks-precision-rules.md.

    python scripts/compare_pint.py RULES first
    python scripts/compare_pint.py RULES unseen --check

The script runs `pint lint` (offline, default configuration, the `pint` in PATH) and `boardwright
check` (profile `strict`) on each subfolder of RULES, and writes the table of this name between its
marks in the page. A subfolder contains the rule files of one repository, because rules of different
repositories must not be compared with each other. Each row counts the rules (alerts and recording
rules) about which a tool reports a problem of one subject. Rules that pint cannot read, and files
that boardwright cannot read, are left out, and the script prints their number. With --check,
nothing is written, and the exit code is 1 if the table is out of date.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from boardwright.notation.plurals import format_quantity

PAGE = Path(__file__).parents[1] / "docs" / "checks-precision-rules.md"
_YAML = frozenset({".yml", ".yaml"})
Rule = tuple[str, int]
"""The path of a rule file, and the first line of a rule in it."""
RulesByKind = dict[str, set[Rule]]
"""Kind of a problem -> the rules about which a tool reports a problem of this kind."""
SUBJECTS = {
    "a template reads a label that the result cannot have": (
        ["alerts/template: template uses non-existent label"],
        ["template-label-missing"],
    ),
    "a template that cannot be expanded": (
        ["alerts/template: template syntax error"],
        ["template-syntax"],
    ),
    "an alert without a condition": (
        ["alerts/comparison: always firing alert"],
        ["alert-without-comparison"],
    ),
    "an expression that does not parse": (
        ["promql/syntax: PromQL syntax error"],
        ["promql-syntax"],
    ),
    "operands that never match, or an expression that never has a result": (
        ["promql/impossible: *", "promql/vector_matching: *"],
        ["sides-never-match", "vector-match"],
    ),
    "an anchored, redundant or plain regular expression": (
        ["promql/regexp: *"],
        ["regex-half-anchored", "regex-like-glob", "regex-matches-everything", "regex-plain-text"],
    ),
    "the same rule twice": (["rule/duplicate: *"], ["rule-declared-twice"]),
    "`absent` with an aggregation": (["promql/fragile: absent*"], ["absent-of-groups"]),
}
"""Subject -> the problems of pint and the rules of boardwright. `*` matches any text."""


def pint_problems(rules: Path) -> list[dict[str, Any]]:
    """Return the problems that pint reports."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        config = Path(folder) / "pint.hcl"
        config.write_text('parser {\n  relaxed = [".*"]\n}\n')
        done = subprocess.run(
            ["pint", "--offline", "--no-color", "-c", str(config)]  # noqa: RUF005 - two commands
            + ["lint", "--min-severity=info", "--json", str(report), "."],
            cwd=rules,
            capture_output=True,
            text=True,
            check=False,
        )
        if not report.exists():
            sys.exit(done.stderr)
        problems: list[dict[str, Any]] = json.loads(report.read_text())
    return problems


def own_problems(rules: Path) -> tuple[list[dict[str, Any]], set[str]]:
    """Return the problems that boardwright reports, and the files that it cannot read. All paths
    are relative to the folder.
    """
    files = [str(path.resolve()) for path in sorted(rules.rglob("*")) if path.suffix in _YAML]
    program = [sys.executable, "-m", "boardwright", "check", *files]
    with tempfile.TemporaryDirectory() as outside:
        done = subprocess.run(
            [*program, "--profile", "strict", "--format", "json"],
            cwd=outside,
            capture_output=True,
            text=True,
            check=False,
        )
    if not done.stdout:
        sys.exit(done.stderr)
    report = json.loads(done.stdout)
    problems: list[dict[str, Any]] = report["problems"]
    for problem in problems:
        problem["file"] = _relative(problem["file"], rules)
    places = [str(error["where"]).rpartition(":") for error in report["errors"]]
    return problems, {_relative(file or line, rules) for file, _, line in places}


def _relative(file: str, rules: Path) -> str:
    return str(Path(file).resolve().relative_to(rules.resolve()))


class Lines:
    """Finds the rule to which a line of a file belongs."""

    def __init__(self, rules: Path) -> None:
        self._rules = rules
        self._starts: dict[str, list[int]] = {}

    def rule(self, file: str, line: int) -> Rule:
        """Return the last rule of the file that starts at the line or before it."""
        if file not in self._starts:
            text = (self._rules / file).read_text(encoding="utf-8")
            nodes = yaml.compose_all(text, Loader=yaml.CSafeLoader)
            self._starts[file] = sorted(start for node in nodes for start in _rule_lines(node))
        before = [start for start in self._starts[file] if start <= line]
        return file, before[-1] if before else 0


def _rule_lines(node: Any) -> Iterator[int]:
    """Yield the line of each mapping with a key `alert` or `record`."""
    if isinstance(node, yaml.MappingNode):
        if {"alert", "record"} & {str(key.value) for key, _ in node.value}:
            yield node.start_mark.line + 1
        for _, value in node.value:
            yield from _rule_lines(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _rule_lines(value)


def by_kind(rules: Path) -> tuple[RulesByKind, RulesByKind, str]:
    """Return the rules about which pint and boardwright report each kind of problem, and a sentence
    about the number of rules.
    """
    pint: RulesByKind = defaultdict(set)
    own: RulesByKind = defaultdict(set)
    lines = Lines(rules)
    unread: set[Rule] = set()
    unread_files: set[str] = set()
    for repository in sorted(path for path in rules.iterdir() if path.is_dir()):
        for problem in pint_problems(repository):
            rule = lines.rule(f"{repository.name}/{problem['path']}", min(problem["lines"]))
            pint[f"{problem['reporter']}: {problem['problem']}"].add(rule)
            if problem["reporter"] == "yaml/parse":
                unread.add(rule)
        problems, files = own_problems(repository)
        unread_files |= {f"{repository.name}/{file}" for file in files}
        for problem in problems:
            rule = lines.rule(f"{repository.name}/{problem['file']}", problem["line"] or 0)
            own[problem["rule"]].add(rule)
    for rules_by_kind in (pint, own):
        _drop_unread(rules_by_kind, unread, unread_files)
    left_out = [format_quantity(len(unread), "rule"), format_quantity(len(unread_files), "file")]
    return pint, own, f"left out: {' and '.join(left_out)}"


def _drop_unread(found: RulesByKind, rules: set[Rule], files: set[str]) -> None:
    """Remove rules and files that a tool cannot read, and kinds without other rules."""
    for kind in list(found):
        found[kind] = {rule for rule in found[kind] if rule not in rules and rule[0] not in files}
        if not found[kind]:
            del found[kind]


def _take(found: RulesByKind, names: list[str]) -> set[Rule]:
    """Remove the kinds with these names from `found`, and return their rules together."""
    taken = {kind for kind in found for name in names if _is_named(kind, name)}
    return set().union(*(found.pop(kind) for kind in taken))


def _is_named(kind: str, name: str) -> bool:
    return kind.startswith(name[:-1]) if name.endswith("*") else kind == name


def table(pint: RulesByKind, own: RulesByKind) -> Iterator[str]:
    """Yield the lines of the table: first the shared subjects, then those of only one tool."""
    yield "| subject | pint | boardwright | both | only pint | only boardwright |"
    yield "|---|---|---|---|---|---|"
    for subject, (theirs, ours) in SUBJECTS.items():
        first, second = _take(pint, theirs), _take(own, ours)
        if first or second:
            numbers = (first, second, first & second, first - second, second - first)
            yield f"| {subject} | {' | '.join(str(len(each)) for each in numbers)} |"
    for kind, rules in sorted(pint.items(), key=lambda item: (-len(item[1]), item[0])):
        reporter, _, problem = kind.partition(": ")
        yield f"| {problem} (`{reporter}`) | {len(rules)} | | | {len(rules)} | |"
    for kind, rules in sorted(own.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"| `{kind}` | | {len(rules)} | | | {len(rules)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rules", type=Path)
    parser.add_argument("name")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    pint, own, left_out = by_kind(options.rules)
    page = PAGE.read_text(encoding="utf-8")
    begin, end = f"<!-- pint {options.name} -->\n", f"<!-- end of pint {options.name} -->\n"
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    if not after:
        sys.exit(f"{PAGE} has no lines {begin.strip()} and {end.strip()}")
    text = before + begin + "\n" + "\n".join(table(pint, own)) + "\n\n" + end + after
    print(left_out)
    if options.check:
        sys.exit(int(text != page))
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
