"""Stores which boards in Grafana an earlier deploy found equal to their declarations.

The next deploy compares only the metadata of these boards, and does not read the boards again. A
file that cannot be read, or that another version of boardwright wrote, is ignored.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

import orjson

from boardwright.cache.fingerprint import fingerprint
from boardwright.cache.kept_files import read_kept
from boardwright.cache.store import FOLDER, make_cache_folder, write_whole
from boardwright.frozen import frozen
from boardwright.grafana.stored_values import KnownState
from boardwright.loading.facts import digest

if TYPE_CHECKING:
    from boardwright.config.project import Environment, ProjectSettings

_NAME_LENGTH = 16


@frozen
class DeployedBoard:
    """A board in Grafana that was equal to its declaration.

    Attributes:
        state: The version of the board in Grafana when it was read.
        declaration: Digest of the declared board, its folder, and the configured schema.
    """

    state: KnownState
    declaration: str


class DeployedBoards:
    """The boards of one environment that were equal to their declarations.

    Args:
        project: The project.
        environment: The environment.
        server: Address of Grafana, with the organisation.
    """

    def __init__(self, project: ProjectSettings, environment: Environment, *, server: str) -> None:
        self._root = project.root.absolute()
        name = digest(f"{environment.name}\0{server}".encode())[:_NAME_LENGTH]
        self._file = self._root / FOLDER / f"deployed-{name}.json"
        self._key = fingerprint(project, environment)

    def read(self) -> dict[str, DeployedBoard]:
        """Return the boards that the last deploy stored, by uid."""
        try:
            data = orjson.loads(read_kept(self._file))
            boards = data["boards"].items() if data["key"] == self._key else ()
            return {uid: _board(*values) for uid, values in boards}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def keep(self, boards: Mapping[str, DeployedBoard]) -> None:
        """Store the boards by uid. If the folder cannot be written, nothing is stored."""
        data = {
            "key": self._key,
            "boards": {uid: _values(board) for uid, board in sorted(boards.items())},
        }
        with suppress(OSError):
            make_cache_folder(self._root)
            write_whole(self._file, orjson.dumps(data))


def _board(object_uid: str, resource_version: str, schema: str, declaration: str) -> DeployedBoard:
    state = KnownState(
        object_uid=object_uid,
        resource_version=resource_version,
        schema="v2" if schema == "v2" else "v1",
    )
    return DeployedBoard(state=state, declaration=declaration)


def _values(board: DeployedBoard) -> tuple[str, ...]:
    state = board.state
    return state.object_uid, state.resource_version, state.schema, board.declaration
