"""Reads the boards to import from files, from folders, or from Grafana."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import requests

from boardwright.config.project import Environment, ProjectSettings
from boardwright.errors import BoardwrightError, ConfigError, DeclarationError, ServerError
from boardwright.found.board_files import find_boards
from boardwright.found.board_manifests import convert_stored_board
from boardwright.found.found_board import BoardSearch, FoundBoard
from boardwright.frozen import frozen
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_connection import GrafanaConnection, connect_to_grafana
from boardwright.grafana.resources import AS_STORED
from boardwright.grafana.server_state import FEW, WORTH
from boardwright.grafana.stored_values import ListedBoard, StoredBoard
from boardwright.http.addresses import find_url_fault, strip_url_secrets
from boardwright.http.attempts import attempt_each
from boardwright.http.sessions import create_session
from boardwright.provisioning.providers import GENERAL, BoardFolder
from boardwright.schema.board_addresses import UID, read_uid


@frozen
class FromGrafana:
    """The boards of Grafana to import, selected either by uid or by folder and tag.

    Attributes:
        uids: Uids or URLs of boards; empty for all boards.
        folder: Titles of a folder and its parents, joined by `/`. Boards in subfolders are
            selected as well.
        tag: A tag that the boards must have.
    """

    uids: tuple[str, ...] = ()
    folder: str | None = None
    tag: str | None = None


def read_files(project: ProjectSettings, paths: Sequence[Path]) -> BoardSearch:
    """Return the boards in the given files and folders, in the order of `paths`."""
    titles = {uid: title for title, uid in project.folder_uids.items()}
    search = BoardSearch()
    for path in paths:
        search += find_boards(path, root=project.root, titles=titles)
    return search


def read_grafana(
    project: ProjectSettings,
    environment: Environment,
    wanted: FromGrafana,
    *,
    environ: Mapping[str, str],
    progress: Callable[[int, int], None] = lambda done, total: None,
    open_session: Callable[[], requests.Session] = create_session,
) -> BoardSearch:
    """Return the selected boards of the environment's Grafana. The function only reads.

    Args:
        project: The settings of the project.
        environment: The environment with the settings for Grafana.
        wanted: The boards to read.
        environ: Environment variables, which may contain the token or password for Grafana.
        progress: Function that is called after each board with the number of boards read and the
            total.
        open_session: Function that opens the HTTP session for the requests to Grafana.

    Raises:
        ServerError: Grafana does not answer or refuses the credentials.
        ConfigError: The environment has no Grafana, or the URL of a board belongs to another
            Grafana.
    """
    server = environment.server
    credentials = server.find_credentials(environ=environ, root=project.root)
    with open_session() as session:
        connected = connect_to_grafana(
            server, credentials=credentials, session=session, root=project.root
        )
        source = _GrafanaSource(connected, project, prefix=environment.folder_prefix)
        listed = [] if wanted.uids else [*connected.grafana.search_all(tag=wanted.tag)]
        uids = source.find_uids(wanted.uids) or source.find_matching_uids(listed, wanted)
        if len(uids) > FEW and len(listed) <= len(uids) * WORTH and wanted.tag is None:
            source.read_lists()
        boards: list[FoundBoard] = []
        for uid, outcome in attempt_each(uids, source.read):
            boards.append(source.to_found_board(uid, outcome))
            progress(len(boards), len(uids))
    return BoardSearch(boards=tuple(boards))


class _GrafanaSource:
    """Reads the boards of one Grafana and their folders.

    Args:
        connected: The connection to Grafana.
        project: The project. The titles of folders in boardwright.toml replace Grafana's titles.
        prefix: Title of the Grafana folder that contains all folders of the project; empty if the
            project's folders are at the top level.
    """

    def __init__(
        self, connected: GrafanaConnection, project: ProjectSettings, *, prefix: str
    ) -> None:
        self._grafana = connected.grafana
        self._url = strip_url_secrets(connected.grafana.url)
        self._folders = _GrafanaFolders(connected.grafana, project)
        self._prefix = f"{prefix}/" if prefix else ""
        self._listed: dict[str, StoredBoard] = {}

    def find_uids(self, names: Sequence[str]) -> list[str]:
        """Return the uids of boards that the user named by uid or by URL."""
        return [_parse_uid(name, self._grafana.url) for name in names]

    def find_matching_uids(self, listed: Sequence[ListedBoard], wanted: FromGrafana) -> list[str]:
        """Return the sorted uids of the boards in `listed` that are in the wanted folder."""
        uids = [
            board.uid
            for board in listed
            if wanted.folder is None or self._is_in_folder(board.folder_uid, wanted.folder)
        ]
        if not uids:
            in_folder = f" in the folder {wanted.folder!r}" if wanted.folder else ""
            with_tag = f" with the tag {wanted.tag!r}" if wanted.tag else ""
            raise DeclarationError(f"Grafana has no board{in_folder}{with_tag}", where=self._url)
        return sorted(uids)

    def _is_in_folder(self, folder_uid: str, folder: str) -> bool:
        title = self._folders.read_title(folder_uid) or ""
        return title == folder or title.startswith(f"{folder}/")

    def read_lists(self) -> None:
        """Read all boards with few requests if Grafana's list API returns unchanged boards.

        `read` sends a separate request for each board that is missing in the lists.
        """
        resources = self._grafana.resources
        if resources is None or resources.version != AS_STORED:
            return
        try:
            boards = [board for board in resources.iter_boards() if isinstance(board, StoredBoard)]
        except ServerError:
            return
        self._listed = {board.uid: board for board in boards}

    def read(self, uid: str) -> FoundBoard | None:
        """Return the board with this uid and its folder; None if Grafana has no such board."""
        stored = self._listed.get(uid) or self._grafana.boards.read_board(uid)
        if stored is None:
            return None
        found = convert_stored_board(
            stored.body,
            uid=uid,
            folder_uid=stored.folder_uid,
            origin=self._format_origin(uid),
            find_title=self._folders.read_title,
        )
        return self._place_board(found)

    def _place_board(self, found: FoundBoard) -> FoundBoard:
        if found.error or not found.is_placed:
            return found
        folder = found.folder or GENERAL
        if self._prefix and not folder.startswith(self._prefix):
            prefix = self._prefix[:-1]
            note = (
                f'the board is in the folder "{folder}", and a deploy would move the board to '
                f'the folder "{prefix}"'
            )
            found = replace(found, notes=(*found.notes, note))
        branch = self._folders.read_branch(found.folders[0].uid) if found.folders else ()
        return replace(found, folder=folder.removeprefix(self._prefix), folders=branch)

    def to_found_board(self, uid: str, outcome: FoundBoard | ServerError | None) -> FoundBoard:
        """Return the board, or a result with an error if Grafana did not return the board."""
        if isinstance(outcome, FoundBoard):
            return outcome
        error: BoardwrightError = outcome or DeclarationError(
            f"Grafana has no board with the uid {uid!r}",
            where=self._url,
            hint="The URL of a board contains the uid: /d/UID/title. If Grafana has the board, the"
            " account of boardwright may lack the permission to view the board.",
        )
        return FoundBoard(name=uid, origin=self._format_origin(uid), error=error)

    def _format_origin(self, uid: str) -> str:
        return f"{self._url}/d/{uid}"


class _GrafanaFolders:
    """Reads the folders of a Grafana, and makes their titles unique.

    Args:
        grafana: The connection to Grafana.
        project: The project. If boardwright.toml contains the uid of a folder, the folder gets the
            title in boardwright.toml.
    """

    def __init__(self, grafana: Grafana, project: ProjectSettings) -> None:
        self._grafana = grafana
        self._named = {uid: title for title, uid in project.folder_uids.items()}
        self._branches: dict[str, tuple[BoardFolder, ...]] = {"": (), "general": ()}
        self._titles: dict[str, str] = dict(project.folder_uids)

    def read_title(self, uid: str) -> str | None:
        """Return the titles of a folder and its parents, joined by `/`.

        Return None if Grafana does not show the folder to the account.
        """
        branch = self.read_branch(uid)
        return branch[-1].title if branch else None

    def read_branch(self, uid: str) -> tuple[BoardFolder, ...]:
        """Return a folder and its parents, with the top-level folder first."""
        if uid not in self._branches:
            branch: tuple[BoardFolder, ...] = ()
            for level in self._grafana.read_folder_branch(uid):
                above = f"{branch[-1].title}/" if branch else ""
                title = self._make_title_unique(f"{above}{level.title}", level.uid)
                branch = (*branch, BoardFolder(title=title, uid=level.uid))
            self._branches[uid] = branch
        return self._branches[uid]

    def _make_title_unique(self, title: str, uid: str) -> str:
        """Return the title of a folder, and add the uid if another folder has the same title."""
        title = self._named.get(uid, title)
        if self._titles.setdefault(title, uid) != uid:
            title = f"{title} ({uid})"
        self._named[uid] = title
        return title


def _parse_uid(name: str, url: str) -> str:
    """Return the uid in `name`, which is the uid or the URL of a board."""
    if "://" not in name:
        if UID.fullmatch(name):
            return name
        raise DeclarationError(
            f"{name!r} is not a valid uid of a board", hint="Pass the uid or the URL of a board."
        )
    uid = read_uid(name)
    if uid is None or find_url_fault(re.split("[?#]", name)[0]):
        raise DeclarationError(
            f"{strip_url_secrets(name)} is not the URL of a board",
            hint="Pass a URL that contains /d/ and the board's uid, as in http://host:3000/d/UID.",
        )
    if urlsplit(name).netloc != urlsplit(url).netloc:
        raise ConfigError(
            f"{strip_url_secrets(name)} does not belong to the Grafana in boardwright.toml,"
            f" {strip_url_secrets(url)}",
            hint="Write the Grafana of the board into [environments.NAME] of boardwright.toml, and"
            " pass --env NAME.",
        )
    return uid
