"""The command `boardwright check`: its arguments, options and output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.common_options import (
    PATHS,
    add_all_option,
    add_format_option,
    add_no_cache_option,
)
from boardwright.cli.current_project import find_current_project, require_current_project
from boardwright.cli.output import (
    choose_style,
    print_errors,
    print_json,
    print_lines,
    print_notes,
    start_progress,
)
from boardwright.cli.parameters import RULES
from boardwright.cli.selection_options import add_selection_options, choose_paths

if TYPE_CHECKING:
    from boardwright.commands.checking.check import CheckResult
    from boardwright.commands.checking.fix import FixResult
    from boardwright.config.project import ProjectSettings
    from boardwright.projects.selection_conditions import BoardSelection
    from boardwright.report.problems_text import ProblemTextKind

_COLOURS: dict[ProblemTextKind, dict[str, object]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "info": {"fg": "cyan"},
    "file": {"bold": True, "underline": True},
    "rule": {"bold": True},
    "mark": {"fg": "red"},
    "quiet": {"dim": True},
}


@click.command(
    name="check",
    epilog="""\b
Examples:
  boardwright check
  boardwright check dashboards/node.py exported.json --profile strict
  boardwright check ~/dashboards --select queries,duplicate-uid --format sarif
  boardwright check --metrics metrics/ --metrics http://localhost:9100/metrics
  boardwright check --metrics http://localhost:9090 --unused-metrics
  boardwright check --format baseline > baseline.json
  boardwright check --fix exported.json
  boardwright check --explain promql-syntax""",
)
@PATHS
@add_format_option(
    "text",
    "json",
    "sarif",
    "github",
    "baseline",
    text="Text for people; JSON, SARIF 2.1.0 or GitHub annotations for programs; or a baseline"
    " file for --baseline.",
)
@click.option(
    "--select",
    type=RULES,
    multiple=True,
    help="Run only these rules, instead of the rules of a profile.",
)
@click.option("--ignore", type=RULES, multiple=True, help="Do not run these rules.")
@click.option(
    "--profile",
    type=click.Choice(["default", "strict", "mixin"]),
    help="Run the rules of this profile.",
)
@click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ignore the problems that this file lists. --format baseline prints such a file.",
)
@click.option(
    "--metrics",
    metavar="SOURCE",
    multiple=True,
    help="Check that queried metrics exist in SOURCE: a recorded /metrics page, a folder of such"
    " pages, or the URL of a Prometheus server or an exporter; can be repeated.",
)
@click.option(
    "--unused-metrics",
    is_flag=True,
    help="List the metrics in the sources of --metrics that no board uses.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Show a diff of the changes that would fix problems automatically.",
)
@click.option("--write", is_flag=True, help="With --fix: write the changes to the JSON files.")
@add_no_cache_option(
    "Run every module and every rule; do not use results of earlier builds and checks."
)
@add_all_option(
    "List every problem. Without this option, text output lists only the first problems of"
    " each rule if there are more than 200 problems."
)
@click.option("--list-rules", is_flag=True, help="List all rules and exit.")
@click.option(
    "--explain", metavar="RULE", type=RULES, help="Show the documentation of a rule and exit."
)
@add_selection_options
def command(
    paths: tuple[Path, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    profile: str | None,
    baseline: Path | None,
    metrics: tuple[str, ...],
    unused_metrics: bool,
    fix: bool,
    write: bool,
    no_cache: bool,
    every: bool,
    list_rules: bool,
    explain: str | None,
    selection: BoardSelection,
) -> int:
    """Check boards for problems.

    PATHS are Python modules, dashboard JSON files of any Grafana version, prometheus.yml, rule
    files, data source files, or folders of such files. Without PATHS, the whole project is checked.
    RULES are ids of rules, prefixes of ids, or groups of rules, separated by commas.

    The exit code is 1 if a problem of severity error or warning is found. The exit code is 2 if a
    file cannot be read; the other files are still checked. With --fix, the exit code is 1 if a
    problem can be fixed. Only --fix --write changes the checked files.
    """
    if write and not fix:
        raise click.UsageError("--write needs --fix.")
    if fix and form != "text":
        raise click.UsageError(f"--fix shows a diff, and cannot be combined with --format {form}.")
    if unused_metrics and fix:
        raise click.UsageError("--unused-metrics cannot be combined with --fix.")
    if unused_metrics and form not in {"text", "json"}:
        raise click.UsageError("--unused-metrics supports only --format text and --format json.")
    from boardwright.commands.checking.check import CheckOptions, find_problems

    is_optional = bool(paths or list_rules or explain)
    project = find_current_project() if is_optional else require_current_project()
    if list_rules or explain:
        return _print_rules(project, explain)
    chosen = choose_paths(project, paths, selection, env=None)
    if unused_metrics:
        return _print_unused(project, chosen, metrics, form)
    options = CheckOptions(
        select=_split_terms(select),
        ignore=_split_terms(ignore),
        profile=profile,
        baseline=baseline,
        metrics=metrics,
    )
    here, progress = Path.cwd(), start_progress("Checked")
    if fix:
        from boardwright.commands.checking.fix import fix_problems

        fixed = fix_problems(
            project, here=here, paths=chosen, options=options, write=write, progress=progress
        )
        return _print_fixed(fixed)
    checked = find_problems(
        project,
        here=here,
        paths=chosen,
        options=options,
        cache=not no_cache,
        progress=progress,
    )
    _print_checked(checked, form, every=every)
    if form != "github":
        print_errors(checked.errors)
    if checked.errors:
        return 2
    return 1 if checked.found and form != "baseline" else 0


def _split_terms(values: tuple[str, ...]) -> list[str]:
    return [term.strip() for value in values for term in value.split(",") if term.strip()]


def _print_rules(project: ProjectSettings | None, explain: str | None) -> int:
    from boardwright.checks.rule_selection import find_check_rule
    from boardwright.commands.checking.check import list_rules
    from boardwright.report.rules_text import format_rule_lines, format_rule_page

    rules = list_rules(project)
    print_lines(
        [format_rule_page(find_check_rule(rules, explain)).rstrip()]
        if explain
        else format_rule_lines(rules)
    )
    return 0


def _print_unused(
    project: ProjectSettings | None,
    paths: tuple[Path, ...] | None,
    metrics: tuple[str, ...],
    form: str,
) -> int:
    from boardwright.commands.checking.unused_metrics import find_unused_metrics
    from boardwright.report.unused_metrics_report import format_unused_json, format_unused_lines

    unused = find_unused_metrics(project, here=Path.cwd(), paths=paths, metrics=metrics)
    if form == "json":
        print_json(format_unused_json(unused))
    else:
        print_lines(format_unused_lines(unused))
        print_notes(unused.skipped)
    print_errors(unused.errors)
    return 2 if unused.errors else 0


def _print_fixed(fixed: FixResult) -> int:
    from boardwright.report.fix_report import format_fix_lines

    print_lines(format_fix_lines(fixed))
    print_notes(fixed.skipped)
    print_errors(fixed.errors)
    if fixed.errors:
        return 2
    return 1 if fixed.found else 0


def _print_checked(checked: CheckResult, form: str, *, every: bool) -> None:
    if form == "text":
        from boardwright.report.problem_summary import format_check_lines

        print_lines(format_check_lines(checked, every=every, style=choose_style(_COLOURS)))
        print_notes(checked.skipped)
    elif form == "github":
        from boardwright.report.github import format_github_commands

        print_lines(format_github_commands(checked))
    elif form == "sarif":
        from boardwright.report.sarif import format_sarif_json

        print_json(format_sarif_json(checked))
    else:
        from boardwright.report.problems_json import format_baseline_json, format_check_json

        print_json(format_check_json(checked) if form == "json" else format_baseline_json(checked))
