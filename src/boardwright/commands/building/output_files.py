"""Generates the files that `build` writes for its targets, such as `provisioning` and
`configmaps`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial as bind

from boardwright.config.project import ProjectSettings
from boardwright.config.project_root import FILE_NAME
from boardwright.errors import BoardwrightError, ConfigError
from boardwright.frozen import frozen
from boardwright.projects.compiled_project import CompiledProject
from boardwright.provisioning.alerting import encode_group_file
from boardwright.provisioning.board_file import BoardFile
from boardwright.provisioning.configmaps import build_configmap
from boardwright.provisioning.git_sync import (
    GitSync,
    build_repository_files,
    iter_limit_notes,
    select_described_levels,
)
from boardwright.provisioning.kubernetes import build_kustomization
from boardwright.provisioning.levels import list_all_levels
from boardwright.provisioning.manifests import build_board_manifest, build_folder_manifests
from boardwright.provisioning.operator import (
    build_grafana_dashboard,
    build_grafana_folders,
    build_grafana_manifest,
)
from boardwright.provisioning.output_paths import PlacedBoard, build_board_path, build_group_path
from boardwright.provisioning.provisioning_tree import build_server_files
from boardwright.provisioning.rule_files import (
    build_rule_file_path,
    encode_rule_file,
    find_path_clashes,
)
from boardwright.provisioning.rule_resources import build_prometheus_rule, build_rule_configmap
from boardwright.schema.board_schema import BoardSchema, encode_board_file
from boardwright.schema.document import Note, Place
from boardwright.schema.rule_values import RuleFile

Make = Callable[[PlacedBoard], BoardFile]


RULE_TARGETS = frozenset({"provisioning", "configmaps", "prometheusrules"})
"""The targets whose files include Prometheus rules."""


@frozen
class OutputFiles:
    """The files that a build writes.

    Attributes:
        content: Path of a file -> its content.
        sources: Path of a file -> path of the module, JSON or rule file that declares the content.
        paths: Uid of a board -> path of the board's file for the first target.
        errors: One error for each board or rule file that cannot be written for a target.
        notes: Notes that `build` prints, for example about boards that lose features.
    """

    content: Mapping[str, bytes]
    sources: Mapping[str, str]
    paths: Mapping[str, str]
    errors: tuple[BoardwrightError, ...]
    notes: tuple[Note, ...]


def generate_files(
    project: ProjectSettings,
    compiled: CompiledProject,
    targets: Sequence[str],
    *,
    partial: bool,
    schema: BoardSchema = "v1",
) -> OutputFiles:
    """Return the files that a build writes for the named targets.

    Args:
        project: The settings of the project.
        compiled: The boards, alert groups and rules to write.
        targets: Names of the targets to write.
        partial: Whether only some boards were compiled. If True, the files that exist once for a
            project are omitted.
        schema: The dashboard schema in which the boards are written.
    """
    board_files, errors = _generate_board_files(project, compiled, targets, schema)
    shared = {} if partial else _generate_shared_files(project, compiled, targets)
    alerts = _generate_alert_files(compiled, targets)
    rules, refused = _generate_rule_files(project, compiled, targets)
    content = {each.path: each.content for _, each in board_files} | shared | alerts
    content |= {each.path: each.content for _, each in rules}
    if "kustomization" in targets and not partial:
        shared = shared | build_kustomization(content)
    paths: dict[str, str] = {}
    for board, each in board_files:
        paths.setdefault(board[1].uid, each.path)
    return OutputFiles(
        content=content | shared,
        sources={each.path: board[1].place.file for board, each in board_files}
        | {each.path: file.source for file, each in rules}
        | {build_group_path(*placed): placed[1].place.file for placed in compiled.alerts if alerts}
        | dict.fromkeys(shared, FILE_NAME),
        paths=paths,
        errors=(*errors, *refused, *find_path_clashes((file, each.path) for file, each in rules)),
        notes=(
            *_note_losses(compiled, schema),
            *(note for _, each in board_files for note in each.notes),
            *([] if "provisioning" in targets else _note_unwritten_alerts(compiled)),
            *([] if RULE_TARGETS & {*targets} else _note_unwritten_rules(compiled)),
            *(
                iter_limit_notes(compiled.boards, project.find_folder_uid, Place(file=FILE_NAME))
                if "git-sync" in targets and not partial
                else ()
            ),
        ),
    )


def _generate_board_files(
    project: ProjectSettings, compiled: CompiledProject, targets: Sequence[str], schema: BoardSchema
) -> tuple[list[tuple[PlacedBoard, BoardFile]], list[BoardwrightError]]:
    files, errors = [], []
    makers = _list_makers(project, schema)
    for make in (makers[target] for target in targets if target in makers):
        for placed in compiled.boards:
            try:
                files.append((placed, make(placed)))
            except BoardwrightError as error:
                errors.append(error)
    return files, errors


def _generate_alert_files(compiled: CompiledProject, targets: Sequence[str]) -> dict[str, bytes]:
    if "provisioning" not in targets:
        return {}
    return {build_group_path(*placed): encode_group_file(*placed) for placed in compiled.alerts}


def _generate_rule_files(
    project: ProjectSettings, compiled: CompiledProject, targets: Sequence[str]
) -> tuple[list[tuple[RuleFile, BoardFile]], list[BoardwrightError]]:
    folder = project.rules.folder
    makers: dict[str, Callable[[RuleFile], BoardFile]] = {
        "provisioning": lambda file: BoardFile(
            path=build_rule_file_path(file, folder), content=encode_rule_file(file)
        ),
        "configmaps": lambda file: build_rule_configmap(file, folder, project.kubernetes),
        "prometheusrules": lambda file: build_prometheus_rule(file, folder, project.kubernetes),
    }
    files, errors = [], []
    for make in (makers[target] for target in targets if target in makers):
        for file in compiled.rules:
            try:
                files.append((file, make(file)))
            except BoardwrightError as error:
                errors.append(error)
    return files, errors


def _note_unwritten_alerts(compiled: CompiledProject) -> list[Note]:
    return [
        Note(
            what=f'the alert group "{group.name}" is not written: only the target provisioning'
            " writes alert rules",
            place=group.place,
        )
        for _, group in compiled.alerts
    ]


def _note_unwritten_rules(compiled: CompiledProject) -> list[Note]:
    targets = ", ".join(sorted(RULE_TARGETS))
    return [
        Note(
            what=f"the rules of this file are not written: only the targets {targets} include"
            " Prometheus rules",
            place=Place(file=file.source),
        )
        for file in compiled.rules
    ]


def require_git_sync(project: ProjectSettings) -> GitSync:
    """Return the git repository that `[git_sync]` in boardwright.toml describes.

    Raises:
        ConfigError: boardwright.toml has no `[git_sync]`.
    """
    if project.git_sync is None:
        raise ConfigError(
            "the target git-sync needs the URL of the git repository that Grafana reads",
            where=FILE_NAME,
            hint="Add the table [git_sync] with the URL of the repository, such as "
            'url = "https://github.com/acme/dashboards".',
        )
    return project.git_sync


def _note_losses(compiled: CompiledProject, schema: BoardSchema) -> Iterator[Note]:
    """Yield a note for each board with features that `schema` or Grafana 12.4 cannot represent."""
    for _, board in compiled.boards:
        if schema == "v1" and (losses := board.v1_losses):
            what = f'the board "{board.title}" is simplified for schema v1: {", ".join(losses)}'
            yield Note(what=what, place=board.place)
        if schema == "v2beta1" and (losses := board.grafana12_losses):
            what = (
                f'the board "{board.title}" has parts that Grafana 12.4 drops: {", ".join(losses)}'
            )
            yield Note(what=what, place=board.place)


def _list_makers(project: ProjectSettings, schema: BoardSchema) -> dict[str, Make]:
    settings = project.kubernetes
    resource = (
        build_grafana_dashboard if schema == "v1" else bind(build_grafana_manifest, schema=schema)
    )
    return {
        "provisioning": lambda placed: BoardFile(
            path=build_board_path(*placed), content=encode_board_file(placed[1], schema)
        ),
        "configmaps": lambda placed: build_configmap(placed, settings, schema),
        "operator": lambda placed: resource(placed, settings),
        "manifests": lambda placed: build_board_manifest(placed, project.find_folder_uid, schema),
    }


def _generate_shared_files(
    project: ProjectSettings, compiled: CompiledProject, targets: Sequence[str]
) -> dict[str, bytes]:
    """Return the files that exist once for a project, such as Grafana's data source file."""
    folders = {folder for folder, _ in compiled.boards}
    levels = list_all_levels(folders, project.find_folder_uid)
    files: dict[str, bytes] = {}
    if "provisioning" in targets:
        files |= build_server_files(
            folders=folders,
            datasources=project.datasources,
            jobs=project.jobs,
            scrape_interval=project.scrape_interval,
            dashboards_path=project.dashboards_path,
            nodes=project.nodes,
            remote_write=project.remote_write,
            rules=bool(compiled.rules),
        )
    if "operator" in targets:
        files |= build_grafana_folders(levels, project.kubernetes)
    if "manifests" in targets:
        files |= build_folder_manifests(select_described_levels(levels, project.git_sync))
    if "git-sync" in targets:
        files |= build_repository_files(
            compiled.boards, require_git_sync(project), project.find_folder_uid
        )
    return files
