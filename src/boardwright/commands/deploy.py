"""`boardwright deploy`: compile the boards and push them to a Grafana."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import requests

from boardwright.commands.compiling import Compiled, Progress, compile_project
from boardwright.grafana.api import Grafana
from boardwright.grafana.applying import Applied, apply_plan
from boardwright.grafana.connecting import Connected, connect, new_session
from boardwright.grafana.finding import find_credentials
from boardwright.grafana.plan import make_plan
from boardwright.grafana.reading import read_state
from boardwright.grafana.wanted import WantedBoard, WantedFolder, all_folders, folder_levels
from boardwright.project.config import Project
from boardwright.provisioning.providers import Folder
from boardwright.provisioning.tree import Placed

NOTHING = Applied(folders=(), boards=())


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """What a deploy did.

    Attributes:
        compiled: The boards, errors and notes; nothing is sent when there are errors.
        connected: The Grafana; None when nothing was sent.
        applied: What happened to each folder and board.
        warnings: What the owner of the credentials should know.
    """

    compiled: Compiled
    connected: Connected | None
    applied: Applied
    warnings: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether anything at all went wrong."""
        statuses = [folder.status for folder in self.applied.folders]
        statuses += [board.status for board in self.applied.boards]
        return bool(self.compiled.errors) or "failed" in statuses


def deploy(
    project: Project,
    *,
    environ: Mapping[str, str],
    paths: Sequence[Path] = (),
    env: str | None = None,
    progress: Callable[[str], Progress] = lambda verb: lambda done, total: None,
    open_session: Callable[[], requests.Session] = new_session,
) -> Deployed:
    """Compile the boards of `paths`, or of the whole project, and bring Grafana to them.

    Args:
        project: The project.
        environ: The environment, for the token or password.
        paths: Files or folders; when given, only their boards are sent.
        env: The environment's name.
        progress: Makes what is told of each board, of a verb: `Read`, then `Sent`.
        open_session: Makes what sends.

    Raises:
        ServerError: Grafana could not be asked at all.
        ConfigError: It is not told which Grafana.
    """
    environment = project.environment(env)
    compiled = compile_project(project, environment=environment, paths=paths)
    if compiled.errors:
        return Deployed(compiled=compiled, connected=None, applied=NOTHING, warnings=())
    server = environment.server
    credentials = find_credentials(server.secrets, environ=environ, root=project.root)
    with open_session() as session:
        connected = connect(server, credentials=credentials, session=session, root=project.root)
        message = f"boardwright: {project.name}"
        applied = _push(project, compiled.boards, connected.grafana, message, progress)
    return Deployed(
        compiled=compiled, connected=connected, applied=applied, warnings=credentials.warnings
    )


def _push(
    project: Project,
    placed: Sequence[Placed],
    grafana: Grafana,
    message: str,
    progress: Callable[[str], Progress],
) -> Applied:
    branches = {folder: _levels(project, folder) for folder, _ in placed}
    folders = all_folders(branches.values())
    boards = [_wanted(each, branches[each[0]][-1]) for each in placed]
    reading, sending = (_counter(progress(verb), len(boards)) for verb in ("Read", "Sent"))
    state = read_state(grafana, folders=folders, boards=boards, tell=reading)
    plan = make_plan(folders=folders, boards=boards, state=state)
    return apply_plan(plan, grafana, message=message, tell=sending)


def _levels(project: Project, folder: Folder) -> tuple[WantedFolder, ...]:
    """The folder's own uid, and those that its parents have as folders of their own."""

    def uid_of(path: str) -> str:
        return project.folder_of(path).uid

    *parents, leaf = folder_levels(folder.title, uid_of=uid_of)
    own = WantedFolder(uid=folder.uid, path=leaf.path, parent_uid=leaf.parent_uid)
    return (*parents, own)


def _wanted(placed: Placed, folder: WantedFolder) -> WantedBoard:
    _, board = placed
    return WantedBoard(
        uid=board.uid,
        title=board.title,
        body=board.body,
        folder=folder,
        place=str(board.place),
    )


def _counter(progress: Progress, total: int) -> Callable[[], None]:
    done = iter(range(1, total + 1))
    return lambda: progress(next(done, total), total)
