"""Stores a list of the boards in Grafana that were equal to their declarations at the last deploy.

If neither the version of a listed board in Grafana nor its declaration has changed, the next deploy
does not read the board again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from boardwright.cache.cache_files import StoredResults
from boardwright.cache.fingerprint import compute_fingerprint
from boardwright.frozen import frozen
from boardwright.grafana.board_states import KnownState, Schema, UnreadBoard
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_steps import BoardStep
from boardwright.grafana.wanted_objects import WantedBoard
from boardwright.loading.facts import compute_digest

if TYPE_CHECKING:
    from boardwright.config.project import Environment, ProjectSettings


_NAME_LENGTH = 16
_DIGEST = 16


@frozen
class DeployedBoard:
    """An entry for a board in Grafana that was equal to its declaration.

    Attributes:
        state: The version of the board in Grafana.
        declaration: Digest of the declared board, its Grafana folder, and the dashboard schema.
    """

    state: KnownState
    declaration: str


class DeployedBoards:
    """The file that lists the boards of one environment that were equal to their declarations.

    Args:
        project: The settings of the project.
        environment: The settings of the environment.
        server: URL of Grafana, and the organisation.
    """

    def __init__(self, project: ProjectSettings, environment: Environment, *, server: str) -> None:
        name = compute_digest(f"{environment.name}\0{server}".encode())[:_NAME_LENGTH]
        key = compute_fingerprint(project, environment)
        self._kept = StoredResults(project.root, f"deployed-{name}.json", key=key)

    def read(self) -> dict[str, DeployedBoard]:
        """Return the boards that the last deploy stored, by uid; empty if the file is damaged."""
        try:
            return {uid: _decode_board(**values) for uid, values in self._kept.read().items()}
        except TypeError:  # a damaged file
            return {}

    def keep(self, boards: Mapping[str, DeployedBoard]) -> None:
        """Store the boards if the cache directory is writable.

        Args:
            boards: Uid of a board -> the board.
        """
        self._kept.write(dict(sorted(boards.items())))


def _decode_board(*, state: Mapping[str, Any], declaration: str) -> DeployedBoard:
    return DeployedBoard(state=KnownState(**state), declaration=declaration)


def find_known_states(
    deployed: Mapping[str, DeployedBoard],
    boards: Iterable[WantedBoard],
    *,
    configured: Schema | None,
) -> dict[str, KnownState]:
    """Return the stored states, by uid, of the boards whose declarations have not changed.

    Args:
        deployed: Uid of a board -> the entry that an earlier deploy stored for the board.
        boards: The declared boards.
        configured: The dashboard schema in boardwright.toml; None if it is not set.
    """
    return {
        board.uid: found.state
        for board in boards
        if (found := deployed.get(board.uid)) is not None
        and found.declaration == _compute_digest(board, configured)
    }


def find_unchanged_boards(
    plan: Plan,
    earlier: Mapping[str, DeployedBoard],
    *,
    configured: Schema | None,
    list_version: str,
) -> dict[str, DeployedBoard]:
    """Return the boards that a plan does not change, each with its version in Grafana.

    Args:
        plan: The plan of the deploy.
        earlier: Uid of a board -> the entry that an earlier deploy stored for the board.
        configured: The dashboard schema in boardwright.toml; None if it is not set.
        list_version: The `resourceVersion` that Grafana's list of boards had before the boards were
            read.
    """
    return dict(_iter_unchanged_boards(plan.boards, earlier, configured, list_version))


def _iter_unchanged_boards(
    steps: Iterable[BoardStep],
    earlier: Mapping[str, DeployedBoard],
    configured: Schema | None,
    list_version: str,
) -> Iterator[tuple[str, DeployedBoard]]:
    for step in steps:
        stored, uid = step.existing_board, step.item.uid
        if isinstance(stored, UnreadBoard):
            yield uid, DeployedBoard(state=stored.state, declaration=earlier[uid].declaration)
        elif step.action == "unchanged" and stored is not None and stored.state is not None:
            declaration = _compute_digest(step.item, configured)
            state = stored.state.read_after(list_version)
            yield uid, DeployedBoard(state=state, declaration=declaration)


def _compute_digest(board: WantedBoard, configured: Schema | None) -> str:
    """Return a digest of the declared board, its folder, and the dashboard schema."""
    found = blake2b(digest_size=_DIGEST)
    for part in (board.uid, board.folder.uid, configured or ""):
        found.update(f"{part}\0".encode(errors="surrogatepass"))
    found.update(board.text)
    return found.hexdigest()
