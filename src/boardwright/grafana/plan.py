"""What a deploy would do: made from values alone, sent by `applying`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from boardwright.errors import ServerError
from boardwright.grafana.api import StoredBoard, StoredFolder
from boardwright.grafana.comparing import is_same
from boardwright.grafana.errors import FolderError, ProvisionedError
from boardwright.grafana.reading import State
from boardwright.grafana.refusals import PROVISIONED, PROVISIONED_HINT
from boardwright.grafana.wanted import WantedBoard, WantedFolder

Action = Literal["create", "update", "unchanged", "refused"]


@dataclass(frozen=True, kw_only=True)
class FolderStep:
    """What to do about one folder.

    Attributes:
        reason: Why it is refused; None otherwise.
    """

    action: Action
    folder: WantedFolder
    reason: ServerError | None = None


@dataclass(frozen=True, kw_only=True)
class BoardStep:
    """What to do about one board.

    Attributes:
        stored: What was there when it was read; None when nothing was.
        reason: Why it is refused; None otherwise.
    """

    action: Action
    board: WantedBoard
    stored: StoredBoard | None = None
    reason: ServerError | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The steps in order: holders before what they hold, folders before boards."""

    folders: tuple[FolderStep, ...]
    boards: tuple[BoardStep, ...]


def make_plan(
    *, folders: Iterable[WantedFolder], boards: Iterable[WantedBoard], state: State
) -> Plan:
    """Compare what is wanted with what was read.

    A folder that is there is used as it is, wherever it stands and whatever its title.
    """
    folders = tuple(folders)
    uids = {folder.uid: folder for folder in folders}
    return Plan(
        folders=tuple(_folder_step(folder, state.folders[folder.uid]) for folder in folders),
        boards=tuple(
            _taken(board, uids[board.uid]) if board.uid in uids
            else _board_step(board, state.boards[board.uid])
            for board in boards
        ),
    )  # fmt: skip


def _folder_step(folder: WantedFolder, found: StoredFolder | ServerError | None) -> FolderStep:
    if isinstance(found, ServerError):
        return FolderStep(action="refused", folder=folder, reason=found)
    return FolderStep(action="create" if found is None else "unchanged", folder=folder)


def _board_step(board: WantedBoard, found: StoredBoard | ServerError | None) -> BoardStep:
    if isinstance(found, ServerError):
        return BoardStep(action="refused", board=board, reason=found)
    if found is None:
        return BoardStep(action="create", board=board)
    if found.provider_file is not None:
        reason = _provisioned(found.provider_file)
        return BoardStep(action="refused", board=board, stored=found, reason=reason)
    action: Action = "unchanged" if is_same(found, board) else "update"
    return BoardStep(action=action, board=board, stored=found)


def _provisioned(file: str) -> ProvisionedError:
    named = f" (its file there: {file})" if file else ""
    return ProvisionedError(PROVISIONED + named, hint=PROVISIONED_HINT)


def _taken(board: WantedBoard, folder: WantedFolder) -> BoardStep:
    """Folders and boards share their uids in Grafana, which does not say so when it refuses."""
    reason = FolderError(
        f'its uid {board.uid!r} is that of the folder "{folder.path}" too',
        hint="Grafana takes a uid once: give the board another, or the folder by [[folders]].",
    )
    return BoardStep(action="refused", board=board, reason=reason)
