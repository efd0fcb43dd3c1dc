"""Stores a list of the boards in Grafana that were equal to their declarations at the last deploy.

For these boards, the next deploy reads only the metadata from Grafana, not the whole board. A file
that cannot be read, or that another version of boardwright wrote, is ignored.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from boardwright.cache.cache_files import StoredResults
from boardwright.cache.fingerprint import compute_fingerprint
from boardwright.frozen import frozen
from boardwright.grafana.board_states import KnownState
from boardwright.loading.facts import compute_digest

if TYPE_CHECKING:
    from boardwright.config.project import Environment, ProjectSettings

_NAME_LENGTH = 16


@frozen
class DeployedBoard:
    """A board in Grafana that was equal to its declaration.

    Attributes:
        state: The version of the board in Grafana.
        declaration: Digest of the declared board, its Grafana folder, and the configured schema.
    """

    state: KnownState
    declaration: str


class DeployedBoards:
    """The stored list of boards that were equal to their declarations, for one environment.

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
        """Return the boards that the last deploy stored, by uid."""
        try:
            return {uid: _decode_board(**values) for uid, values in self._kept.read().items()}
        except TypeError:  # a damaged file
            return {}

    def keep(self, boards: Mapping[str, DeployedBoard]) -> None:
        """Store the boards, which are given by uid. If the cache directory is not writable, nothing
        is stored.
        """
        self._kept.write(dict(sorted(boards.items())))


def _decode_board(*, state: Mapping[str, Any], declaration: str) -> DeployedBoard:
    return DeployedBoard(state=KnownState(**state), declaration=declaration)
