"""Functions that several reports about a deploy need, for example to compare a step's object with
its declaration.
"""

from __future__ import annotations

from collections.abc import Mapping

from boardwright.commands.deploying.deploy import EnvironmentDeploy
from boardwright.diff.changes import BoardChange, GroupChange
from boardwright.diff.shared_changes import SharedChange
from boardwright.frozen import frozen
from boardwright.grafana.plan_steps import AnyStep, BoardStep, GroupStep
from boardwright.grafana.stored_values import StoredRule, collect_rules_by_group
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder, WantedGroup
from boardwright.notation.plurals import format_quantity
from boardwright.report.text_format import escape_unprintable
from boardwright.schema.document import Place

Cells = tuple[str, str, str]


def choose_item_noun(step: AnyStep) -> str:
    """Return what the step changes: `folder`, `board`, `alert group` or `alert rule`."""
    match step.item:
        case WantedFolder():
            return "folder"
        case WantedGroup():
            return "alert group"
        case StoredRule():
            return "alert rule"
    return "board"


def format_item_name(step: AnyStep) -> str:
    """Return the name of the object that a step changes. The name of a declared board or alert
    group begins with the file and line of the declaration.
    """
    match step.item:
        case WantedFolder(path=path, uid=uid):
            name = f'folder "{path}" ({uid})'
        case WantedBoard(place=place, title=title, uid=uid):
            name = f'{place}: board "{title}" ({uid})'
        case WantedGroup(place=place, name=group):
            name = f'{place}: alert group "{group}"'
        case stored:
            name = f'{choose_item_noun(step)} "{stored.title}" ({stored.uid})'
    return escape_unprintable(name)


def format_item_cells(step: AnyStep) -> Cells:
    """Return the folder, uid and title of the object that a step changes. The uid of an alert group
    is `-`.
    """
    match step.item:
        case WantedBoard() as board:
            cells = (board.folder.path, board.uid, board.title)
        case WantedGroup() as group:
            rules = format_quantity(len(group.rules), "rule")
            cells = (group.folder.path, "-", f'alert group "{group.name}", {rules}')
        case WantedFolder() as folder:
            cells = (folder.path, folder.uid, folder.title)
        case stored:
            cells = ("", stored.uid, stored.title)
    folder_path, uid, title = map(escape_unprintable, cells)
    return folder_path, uid, title


@frozen
class PlannedChanges:
    """The differences between Grafana and the declarations for all steps that update or move an
    object or report a conflict.

    Attributes:
        shared: Changes that several boards share.
        boards: Pairs of a step for a board, and the changes that no other board shares.
        groups: Pairs of a step for an alert group, and the changes of the group.
    """

    shared: tuple[SharedChange, ...] = ()
    boards: tuple[tuple[BoardStep, BoardChange], ...] = ()
    groups: tuple[tuple[GroupStep, GroupChange], ...] = ()


def collect_planned_changes(deploy: EnvironmentDeploy) -> PlannedChanges:
    """Return the differences in the plan of a deploy."""
    if deploy.plan is None:
        return PlannedChanges()
    boards = [step for step in deploy.plan.boards if has_difference(step)]
    groups = [step for step in deploy.plan.groups if has_difference(step)]
    if not (boards or groups):
        return PlannedChanges()
    from boardwright.diff.shared_changes import extract_shared_changes, has_own_changes

    places = _collect_panel_places(deploy)
    compared = [(compare_board_step(step), places.get(step.item.uid, {})) for step in boards]
    shared, changes = extract_shared_changes(compared)
    own = zip(boards, changes, strict=True)
    return PlannedChanges(
        shared=shared,
        boards=tuple((step, change) for step, change in own if has_own_changes(change)),
        groups=tuple((step, compare_group_step(step)) for step in groups),
    )


def _collect_panel_places(deploy: EnvironmentDeploy) -> Mapping[str, Mapping[int, Place]]:
    boards = deploy.compiled.boards if deploy.compiled else ()
    return {board.uid: board.panel_places for _, board in boards}


def has_difference(step: BoardStep | GroupStep) -> bool:
    """Return whether the object of a step exists in Grafana and differs from its declaration."""
    return bool(step.stored or step.others) and step.action in {"update", "move", "conflict"}


def compare_board_step(step: BoardStep) -> BoardChange:
    """Return the change from the board in Grafana to the declared board.

    Raises:
        ValueError: Grafana has no board with this uid.
    """
    from boardwright.diff.board_comparison import compare_board

    board, stored = step.item, step.stored_board
    if stored is None:
        raise ValueError(f"Grafana has no board with the uid {board.uid}")
    is_moved = stored.folder_uid != board.folder.uid
    return compare_board(
        {**stored.body},
        board.body,
        folder_before=(stored.folder_uid or "General") if is_moved else board.folder.path,
        folder_after=board.folder.path,
        in_grafana12=stored.in_grafana12,
    )


def compare_group_step(step: GroupStep) -> GroupChange:
    """Return the change from the alert rules in Grafana to the declared alert group. Before the
    deploy, rules of the declared group may belong to other groups in Grafana.
    """
    from boardwright.diff.rule_group_comparison import ComparedGroup, compare_groups

    group = step.item
    after = ComparedGroup(
        name=group.name,
        folder=group.folder.path,
        interval=group.interval,
        rules=tuple(rule.data for rule in group.rules),
    )
    titles = {group.folder.uid: group.folder.path}
    before = [
        ComparedGroup(
            name=name,
            folder=titles.get(uid, uid),
            interval=rules[0].interval or 0,
            rules=tuple(rule.body for rule in rules),
        )
        for (uid, name), rules in collect_rules_by_group(step.stored_rules).items()
    ]
    return compare_groups(before, [after])[0]
