"""Where an import takes its boards from: files and folders, or a Grafana."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from boardwright.config.project import Environment, Project
from boardwright.errors import BoardwrightError, ConfigError, DeclarationError, ServerError
from boardwright.found.board_files import find_boards
from boardwright.found.board_manifests import find_manifest_boards
from boardwright.found.found_board import BoardSearch, FoundBoard
from boardwright.frozen import frozen
from boardwright.grafana.api import Grafana
from boardwright.grafana.attempts import attempt_each
from boardwright.grafana.connecting import Connected, connect
from boardwright.grafana.reading import FEW, WORTH
from boardwright.grafana.resources import AS_STORED
from boardwright.grafana.stored import ListedBoard, StoredBoard
from boardwright.http.addresses import public_url, url_fault
from boardwright.http.sessions import new_session
from boardwright.schema.envelopes import IN_FOLDER

_ADDRESS = re.compile(r"/d(?:-solo)?/([A-Za-z0-9_-]{1,40})(?:/|$)")
Resource = Mapping[str, Any]
_UID = re.compile(r"[A-Za-z0-9_-]{1,40}")


@frozen
class FromGrafana:
    """Which boards of a Grafana are wanted: those of `uids`, or all of a folder and tag.

    Attributes:
        uids: Uids or addresses of boards; none means all.
        folder: Titles joined by `/`; its subfolders count.
        tag: A tag that they have.
    """

    uids: tuple[str, ...] = ()
    folder: str | None = None
    tag: str | None = None


def boards_of_files(project: Project, paths: Sequence[Path]) -> BoardSearch:
    """Return the boards of files and folders, in their order."""
    titles = {uid: title for title, uid in project.folder_uids.items()}
    found = BoardSearch()
    for path in paths:
        found += find_boards(path, root=project.root, titles=titles)
    return found


def boards_of_grafana(
    project: Project,
    environment: Environment,
    wanted: FromGrafana,
    *,
    environ: Mapping[str, str],
    tell: Callable[[int, int], None] = lambda done, total: None,
    open_session: Callable[[], requests.Session] = new_session,
) -> BoardSearch:
    """Return the boards of the project's Grafana; it is only read.

    Args:
        project: The project.
        environment: Whose Grafana.
        wanted: Which boards.
        environ: The environment, for the token or password.
        tell: Told of each board read.
        open_session: Makes what sends.

    Raises:
        ServerError: Grafana could not be asked at all.
        ConfigError: It is not told which Grafana, or an address is of another.
    """
    server = environment.server
    credentials = server.credentials(environ=environ, root=project.root)
    with open_session() as session:
        connected = connect(server, credentials=credentials, session=session, root=project.root)
        grafana = connected.grafana
        titles = _Titles(grafana)
        every = [] if wanted.uids else [*grafana.search_all(tag=wanted.tag)]
        uids = [_uid(each, grafana.url) for each in wanted.uids] or _chosen(
            every, wanted, titles, grafana.url
        )
        many = len(uids) > FEW and len(every) <= len(uids) * WORTH and wanted.tag is None
        listed = _bodies(connected) if many else {}
        boards = []
        for uid, got in attempt_each(uids, lambda uid: _read(grafana, uid, titles, listed)):
            boards.append(_found(uid, got, grafana.url))
            tell(len(boards), len(uids))
    return BoardSearch(boards=tuple(boards))


def _bodies(connected: Connected) -> Mapping[str, Resource]:
    """Return all boards from Grafana's lists, where these give them as they are stored.

    What a list does not have, all of one that broke off, and boards of schema v2 are read singly.
    """
    every = connected.grafana.resources
    if every is None or every.version != AS_STORED:
        return {}
    try:
        boards = [board for board in every.boards() if isinstance(board, StoredBoard)]
    except ServerError:
        return {}
    return {b.uid: _resource(b) for b in boards if not b.stored_version.startswith("v2")}


def _resource(board: StoredBoard) -> Resource:
    folder = {IN_FOLDER: board.folder_uid}
    metadata = {"name": board.uid, "annotations": folder}
    return {"kind": "Dashboard", "metadata": metadata, "spec": board.body}


def _chosen(
    every: Sequence[ListedBoard], wanted: FromGrafana, titles: _Titles, url: str
) -> list[str]:
    """Return the uids of the boards that are wanted, of all those with the tag."""
    found = [
        board.uid
        for board in every
        if wanted.folder is None or _is_in(titles(board.folder_uid), wanted.folder)
    ]
    if not found:
        within = f" in the folder {wanted.folder!r}" if wanted.folder else ""
        tagged = f" with the tag {wanted.tag!r}" if wanted.tag else ""
        raise DeclarationError(f"there is no board{within}{tagged}", where=public_url(url))
    return sorted(found)


def _is_in(path: str | None, folder: str) -> bool:
    return path is not None and (path == folder or path.startswith(f"{folder}/"))


class _Titles:
    """Folders' titles by uid; each is asked for once."""

    def __init__(self, grafana: Grafana) -> None:
        self._grafana = grafana
        self._known: dict[str, str | None] = {"": None, "general": None}

    def __call__(self, uid: str) -> str | None:
        if uid not in self._known:
            self._known[uid] = self._grafana.folder_path(uid)
        return self._known[uid]


def _read(
    grafana: Grafana, uid: str, titles: _Titles, listed: Mapping[str, Resource]
) -> FoundBoard | None:
    resource = listed.get(uid) or grafana.resource(uid)
    if resource is None:
        return None
    origin = f"{public_url(grafana.url)}/d/{uid}"
    return next(
        find_manifest_boards(dict(resource), name=uid, origin=origin, find_title=titles), None
    )


def _found(uid: str, got: FoundBoard | ServerError | None, url: str) -> FoundBoard:
    if isinstance(got, FoundBoard):
        return got
    error: BoardwrightError = got or DeclarationError(
        f"there is no board of the uid {uid!r}",
        where=public_url(url),
        hint="The address of its page has it: /d/UID/title. An account may not see every board.",
    )
    return FoundBoard(name=uid, origin=f"{public_url(url)}/d/{uid}", error=error)


def _uid(text: str, url: str) -> str:
    """Return the uid of a board that is named by its uid, or by the address of its page."""
    if "://" not in text:
        if _UID.fullmatch(text):
            return text
        raise DeclarationError(f"{text!r} is no uid of a board", hint="Give a uid, or an address.")
    address = _ADDRESS.search(re.split("[?#]", text)[0])
    if address is None or url_fault(re.split("[?#]", text)[0]):
        raise DeclarationError(
            f"{public_url(text)} is no board's address", hint="It has /d/UID in it."
        )
    if urlsplit(text).netloc != urlsplit(url).netloc:
        raise ConfigError(
            f"{public_url(text)} is not of the Grafana of boardwright.toml, {public_url(url)}",
            hint="Name it there, as [grafana] url or in an environment, and give --env.",
        )
    return address[1]
