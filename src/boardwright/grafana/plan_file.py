"""A plan as JSON data and back, so that what was reviewed is what is done, later and elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.errors import ServerError
from boardwright.grafana.comparing import same_as_read
from boardwright.grafana.errors import GrafanaError
from boardwright.grafana.plan import BoardStep, FolderStep, Plan, PruneStep
from boardwright.grafana.pruning import Owned
from boardwright.grafana.reading import State
from boardwright.grafana.stored import StoredBoard
from boardwright.grafana.wanted import WantedBoard, WantedFolder


def plan_data(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON data."""
    return {
        "folders": [
            {
                "action": step.action,
                "folder": vars(step.folder),
                "reason": _reason_data(step.reason),
            }
            for step in plan.folders
        ],
        "boards": [
            {
                "action": step.action,
                "board": {**vars(step.board), "folder": vars(step.board.folder)},
                "stored": step.stored and vars(step.stored),
                "reason": _reason_data(step.reason),
            }
            for step in plan.boards
        ],
        "prunes": [vars(step.stored) for step in plan.prunes],
        "not_pruned": _reason_data(plan.not_pruned),
    }


def plan_of(data: Mapping[str, Any]) -> Plan:
    """Return the plan of such data.

    Raises:
        LookupError, TypeError: It is not such data.
    """
    return Plan(
        folders=tuple(_folder_step(each) for each in data["folders"]),
        boards=tuple(_board_step(each) for each in data["boards"]),
        prunes=tuple(PruneStep(stored=StoredBoard(**each)) for each in data["prunes"]),
        not_pruned=_reason(data["not_pruned"]),
    )


def moved_on(plan: Plan, state: State, owned: Owned) -> list[str]:
    """Return the uids of what is no longer as it was when the plan was made.

    Args:
        plan: The plan.
        state: What was read just now of its folders and boards.
        owned: What was read just now of the boards that it deletes.
    """
    now = {board.uid: board for board in owned.boards}
    folders = [
        step.folder.uid
        for step in plan.folders
        if (step.action == "create") != (state.folders[step.folder.uid] is None)
    ]
    boards = [
        step.board.uid
        for step in plan.boards
        if step.action != "refused" and not _still(step.stored, state.boards[step.board.uid])
    ]
    gone = [
        each.stored.uid for each in plan.prunes if not _still(each.stored, now.get(each.stored.uid))
    ]
    return folders + boards + gone


def _still(then: StoredBoard | None, now: StoredBoard | ServerError | None) -> bool:
    if then is None or not isinstance(now, StoredBoard):
        return then is now
    return same_as_read(then, now)


def _folder_step(data: Mapping[str, Any]) -> FolderStep:
    return FolderStep(
        action=data["action"],
        folder=WantedFolder(**data["folder"]),
        reason=_reason(data["reason"]),
    )


def _board_step(data: Mapping[str, Any]) -> BoardStep:
    board, stored = data["board"], data["stored"]
    return BoardStep(
        action=data["action"],
        board=WantedBoard(**{**board, "folder": WantedFolder(**board["folder"])}),
        stored=StoredBoard(**stored) if stored else None,
        reason=_reason(data["reason"]),
    )


def _reason_data(reason: ServerError | None) -> dict[str, Any] | None:
    if reason is None:
        return None
    return {"what": reason.what, "where": reason.where, "hint": reason.hint}


def _reason(data: Mapping[str, Any] | None) -> ServerError | None:
    return None if data is None else GrafanaError(**data)
