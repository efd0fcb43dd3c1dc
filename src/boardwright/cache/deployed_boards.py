"""The states in which boards of a Grafana were read and found as they are declared.

The next deploy compares the metadata of such a board, and does not read its body again. A file that
cannot be read, or that another version of this program wrote, is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

import orjson

from boardwright.cache.fingerprint import fingerprint
from boardwright.cache.store import FOLDER, make_cache_folder, write_whole
from boardwright.frozen import frozen
from boardwright.grafana.stored_values import KnownState
from boardwright.loading.facts import digest

if TYPE_CHECKING:
    from boardwright.config.project import Environment, ProjectSettings

_NAME_LENGTH = 16


@frozen
class DeployedBoard:
    """A board that was found as it is declared.

    Attributes:
        state: The state in which it was read.
        declaration: A digest of the declared board, its folder and the configured schema.
    """

    state: KnownState
    declaration: str


class DeployedBoards:
    """The boards of one environment that were found as they are declared, by uid.

    Args:
        project: The project.
        environment: The environment.
        server: The address of the Grafana, and the organisation.
    """

    def __init__(self, project: ProjectSettings, environment: Environment, *, server: str) -> None:
        self._root = project.root.absolute()
        name = digest(f"{environment.name}\0{server}".encode())[:_NAME_LENGTH]
        self._file = self._root / FOLDER / f"deployed-{name}.json"
        self._key = fingerprint(project, environment)

    def read(self) -> dict[str, DeployedBoard]:
        """Return the boards."""
        try:
            data = orjson.loads(self._file.read_bytes())
            boards = data["boards"].items() if data["key"] == self._key else ()
            return {uid: _board(*values) for uid, values in boards}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def keep(self, boards: Mapping[str, DeployedBoard]) -> None:
        """Write the boards; a folder that cannot be written is left as it is."""
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
