"""`boardwright check`: find problems in boards, rules and configuration files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from boardwright.cache.cache_files import has_cache_folder
from boardwright.checks.baseline import Fingerprint, list_new_problems, read_baseline
from boardwright.checks.metrics import Catalogue
from boardwright.checks.problem import Problem
from boardwright.checks.prometheus_rule import PrometheusRule
from boardwright.checks.registry import add_user_rules
from boardwright.checks.rule import Rule
from boardwright.checks.rule_execution import check_configuration, check_project, check_suppressions
from boardwright.checks.rule_selection import drop_guesses, select_rules
from boardwright.checks.settings import Settings
from boardwright.checks.suppressed_problems import suppress_problems
from boardwright.checks.views.project_view import ProjectView
from boardwright.commands.checking.alert_rules import (
    collect_file_rules,
    collect_rule_places,
    iter_alert_views,
    iter_rule_file_views,
)
from boardwright.commands.checking.board_checks import (
    BoardCheckResult,
    check_boards,
    note_skipped_file,
    read_checked_boards,
)
from boardwright.commands.checking.checked_boards import check_changed, open_checked_boards
from boardwright.commands.checking.input_files import CheckInputs, choose_root, find_work
from boardwright.commands.checking.metric_sources import (
    MetricSources,
    build_catalogue,
    read_sources,
)
from boardwright.commands.checking.rule_inputs import (
    build_settings,
    iter_configurations,
    load_user_rules,
)
from boardwright.commands.checking.suppression_sources import collect_anchors, collect_suppressions
from boardwright.config.check_settings import CheckSettings
from boardwright.config.project import ProjectSettings
from boardwright.errors import BoardwrightError, ConfigError, DeclarationError
from boardwright.found.file_contents import PIPE_SECONDS, read_content
from boardwright.frozen import frozen
from boardwright.projects.compiled_project import CacheUse, Progress
from boardwright.schema.document import Note, Place


@frozen
class CheckResult:
    """The result of a check.

    Attributes:
        problems: The problems, ordered by file, board and line.
        errors: Errors that occurred when files were read or compiled. All other files were checked.
        rules: The rules that were run.
        boards: Number of checked boards.
        suppressed: Number of problems that comments or boardwright.toml suppress.
        known: Number of problems that are not reported because the baseline lists them.
        skipped: One note for each skipped file.
    """

    problems: tuple[Problem, ...]
    errors: tuple[BoardwrightError, ...]
    rules: tuple[Rule, ...]
    boards: int
    suppressed: int
    known: int
    skipped: tuple[Note, ...] = ()

    @property
    def found(self) -> bool:
        """Whether at least one problem is an error or a warning."""
        return any(problem.severity != "info" for problem in self.problems)


@frozen
class CheckOptions:
    """The command-line options of a check.

    If `select`, `profile`, `baseline` or `metrics` is empty, the check uses the setting in
    boardwright.toml.

    Attributes:
        select: The rules to run instead of the rules of the profile, as rule ids, prefixes of ids,
            or names of rule groups.
        ignore: The rules not to run, as rule ids, prefixes of ids, or names of rule groups.
        profile: Name of the rule profile.
        baseline: Path of the baseline, a file with known problems that are not reported.
        metrics: Recorded /metrics pages, folders of such pages, and URLs of exporters or Prometheus
            servers.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    profile: str | None = None
    baseline: Path | None = None
    metrics: Sequence[str] = ()


DEFAULT_OPTIONS = CheckOptions()


def list_rules(project: ProjectSettings | None) -> tuple[Rule, ...]:
    """Return the built-in rules and the rules that the project's modules define."""
    return add_user_rules(load_user_rules(project))


def find_problems(
    project: ProjectSettings | None,
    *,
    here: Path,
    paths: Sequence[Path] | None = None,
    options: CheckOptions = DEFAULT_OPTIONS,
    cache: bool = False,
    processes: int | None = None,
    progress: Progress = lambda done, total: None,
) -> CheckResult:
    """Check the files at `paths`, or the whole project.

    Args:
        project: The project. If None, the files at `paths` must not be Python modules.
        here: The folder to which paths are relative if there is no project.
        paths: Python modules, dashboard JSON files, `prometheus.yml`, rule files, data source
            files, or folders of such files; None for the whole project.
        options: The rules to run, the baseline and the metrics.
        cache: Whether to use the results of earlier builds and checks, and to store the results of
            this check. The parameter has no effect if no build has created the cache folder.
        processes: Number of processes; None to choose the number by the size of the boards.
        progress: Function that is called after each checked board, with the number of checked
            boards and the number of all boards.

    Raises:
        BoardwrightError: A rule does not exist, the baseline or the metrics cannot be read,
            `paths` is None and there is nothing to check, or a rule raises an exception.
    """
    check_settings = project.check if project else CheckSettings()
    rules = list_rules(project)
    sources = read_sources(
        [*(options.metrics or check_settings.metrics)],
        root=choose_root(project, here),
        prometheus=project.find_prometheus() if project else None,
    )
    profile = options.profile or check_settings.profile
    selected = options.select or check_settings.select
    run_rules = select_rules(
        rules,
        profile=profile,
        selected=selected,
        ignored=options.ignore,
        with_metrics=sources is not None,
    )
    cache = cache and project is not None and has_cache_folder(project.root)
    cache_use = CacheUse.KEEP if cache else CacheUse.NOTHING
    inputs = find_work(project, here=here, paths=paths, cache=cache_use)
    settings = build_settings(
        project,
        _read_catalogue(sources, project, inputs),
        rules=_list_known_rules(inputs),
        server=sources.promql if sources else None,
    )
    check_rest = partial(
        check_boards,
        rules=run_rules,
        settings=settings,
        rule_modules=list_rule_modules(project),
        processes=processes,
    )
    stored_results = open_checked_boards(project, run_rules, settings) if cache else None
    outcomes = check_changed(
        inputs.work, stored_results, check_rest, whole=inputs.whole, progress=progress
    )
    anchors = collect_anchors(outcomes) | collect_rule_places(inputs.alerts, inputs.rules)
    suppressed = suppress_problems(
        _collect_problems(project, inputs, outcomes, run_rules, settings),
        collect_suppressions(project, anchors),
        rules=rules,
        run_rules=run_rules,
        anchors=anchors,
        whole=inputs.whole,
    )
    reported = drop_guesses(
        (*suppressed.problems, *check_suppressions(suppressed.views, run_rules)),
        profile=profile,
        selected=selected,
    )
    new_problems = list_new_problems(
        reported, _read_baseline_file(project, options.baseline, check_settings)
    )
    return CheckResult(
        problems=tuple(sorted(new_problems, key=lambda problem: problem.order)),
        errors=(*inputs.errors, *(o.error for o in outcomes if o.error is not None)),
        rules=run_rules,
        boards=sum(1 for outcome in outcomes if outcome.facts is not None),
        suppressed=suppressed.hidden,
        known=len(reported) - len(new_problems),
        skipped=(*_note_skipped_files(outcomes, settings), *inputs.skipped),
    )


def _note_skipped_files(outcomes: Sequence[BoardCheckResult], settings: Settings) -> Iterator[Note]:
    for outcome in outcomes:
        if outcome.skipped is not None:
            yield note_skipped_file(outcome.name, outcome.skipped, settings)


def list_rule_modules(project: ProjectSettings | None) -> tuple[Path, ...]:
    """Return the paths of the modules that define the project's own rules."""
    return tuple(project.root / name for name in project.check.rules) if project else ()


def _read_catalogue(
    sources: MetricSources | None, project: ProjectSettings | None, inputs: CheckInputs
) -> Catalogue | None:
    if sources is None:
        return None
    live = bool(sources.live)  # only the requests to a live server depend on the boards
    boards = read_checked_boards(inputs.work, build_settings(project, None)).boards if live else ()
    check_settings = project.check if project else CheckSettings()
    return build_catalogue(
        sources, boards=boards, rules=_list_known_rules(inputs), settings=check_settings
    )


def _list_known_rules(inputs: CheckInputs) -> tuple[PrometheusRule, ...]:
    return (*inputs.server_files.rules, *collect_file_rules(inputs.rules))


def _collect_problems(
    project: ProjectSettings | None,
    inputs: CheckInputs,
    outcomes: Sequence[BoardCheckResult],
    run_rules: Sequence[Rule],
    settings: Settings,
) -> list[Problem]:
    """Return the problems in `outcomes`, and run the rules that compare boards or check rules and
    configuration files.
    """
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    paths = {work.name: work.path for work in inputs.work}
    facts = [outcome.facts for outcome in outcomes if outcome.facts is not None]
    view = ProjectView(facts, settings, whole=inputs.whole)
    problems += check_project(
        view, run_rules, lambda board: _read_text(paths.get(board.place.file))
    )
    if inputs.whole:
        settings = replace(settings, shown=frozenset().union(*(each.shapes for each in facts)))
    files = iter_configurations(project if inputs.whole else None, inputs.server_files, settings)
    declared = (
        *iter_rule_file_views(inputs.rules, settings),
        *iter_alert_views(inputs.alerts, settings),
    )
    for each in (*files, *declared):
        problems += check_configuration(each, run_rules)
    return problems


def _read_text(path: Path | None) -> str:
    return path.read_bytes().decode(errors="replace") if path else "{}"


def _read_baseline_file(
    project: ProjectSettings | None, option: Path | None, check_settings: CheckSettings
) -> Counter[Fingerprint]:
    path = option
    if path is None and project is not None and check_settings.baseline:
        path = project.root / check_settings.baseline
    if path is None:
        return Counter()
    try:
        content = read_content(path, Place(file=str(path)), pipe_seconds=PIPE_SECONDS)
        return read_baseline(content, where=str(path))
    except DeclarationError as error:
        raise ConfigError(
            f"the baseline cannot be used: {error.what}",
            where=str(path),
            hint="Write a baseline with `boardwright check --format baseline > baseline.json`.",
        ) from None
