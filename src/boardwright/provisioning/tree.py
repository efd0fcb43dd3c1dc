"""The provisioning tree: every file of it, as bytes by relative path.

dashboards/<folder>/<board uid>.json
grafana/provisioning/dashboards/boardwright.yaml
grafana/provisioning/datasources/boardwright.yaml
prometheus/prometheus.yml
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from boardwright.errors import BoardwrightError, DocumentError
from boardwright.provisioning.datasources import DataSource, datasources_file
from boardwright.provisioning.nodes import Node
from boardwright.provisioning.prometheus_config import ScrapeJob, prometheus_file
from boardwright.provisioning.providers import Folder, providers_file
from boardwright.provisioning.remote_write import RemoteWrite
from boardwright.provisioning.yaml_text import yaml_text
from boardwright.schema.compiled import CompiledBoard

Placed = tuple[Folder, CompiledBoard]
"""A compiled board and the folder it goes to."""


def board_path(folder: Folder, board: CompiledBoard) -> str:
    """Return where a compiled board lies in the tree."""
    return f"dashboards/{folder.directory}/{board.uid}.json"


def board_files(boards: Iterable[Placed]) -> dict[str, bytes]:
    """Return the boards' files, by path."""
    return {board_path(folder, board): board.text for folder, board in boards}


def server_files(
    *,
    folders: Iterable[Folder],
    datasources: Sequence[DataSource],
    jobs: Sequence[ScrapeJob],
    scrape_interval: str,
    dashboards_path: str,
    nodes: Sequence[Node] = (),
    remote_write: RemoteWrite | None = None,
) -> dict[str, bytes]:
    """Return the configuration of Grafana and Prometheus, by path."""
    sources = datasources_file(datasources, scrape_interval=scrape_interval)
    providers = providers_file(folders, dashboards_path=dashboards_path)
    prometheus = prometheus_file(
        jobs, scrape_interval=scrape_interval, nodes=nodes, remote_write=remote_write
    )
    return {
        "grafana/provisioning/datasources/boardwright.yaml": yaml_text(sources),
        "grafana/provisioning/dashboards/boardwright.yaml": yaml_text(providers),
        "prometheus/prometheus.yml": yaml_text(prometheus),
    }


def duplicates(boards: Sequence[Placed]) -> list[BoardwrightError]:
    """Return an error for each uid, and each title within a folder, that is used twice.

    Grafana stops every write of its file providers when it meets one. Folders and boards share
    the uids.
    """
    folders: dict[str, Folder] = {}
    uids: dict[str, CompiledBoard] = {}
    titles: dict[tuple[str, str], CompiledBoard] = {}
    errors = _alike(boards, folders)
    for folder, board in boards:
        uid = board.uid
        if (owner := folders.get(uid)) is not None:
            errors.append(_folders_uid(owner, board))
        if (first := uids.setdefault(uid, board)) is not board:
            errors.append(_same_uid(uid, first, board))
        first = titles.setdefault((folder.uid, board.title), board)
        if first is not board:
            errors.append(_same_title(folder, first, board))
    return errors


def _alike(boards: Sequence[Placed], folders: dict[str, Folder]) -> list[BoardwrightError]:
    """Put the folders by uid into `folders`, and return an error for each that clashes."""
    directories: dict[str, Folder] = {}
    first_boards: dict[Folder, CompiledBoard] = {}
    for folder, board in boards:
        first_boards.setdefault(folder, board)
    return [
        _same_folder(twin, folder, board)
        for folder, board in first_boards.items()
        for twin in {
            folders.setdefault(folder.uid, folder),
            directories.setdefault(folder.directory, folder),
        }
        if twin != folder
    ]


def _same_uid(uid: str, first: CompiledBoard, second: CompiledBoard) -> DocumentError:
    return DocumentError(
        f'board "{second.title}" has the uid {uid!r}, as has "{first.title}" ({first.place})',
        where=second.place,
        hint="Give one of them a uid of its own, or leave uid out and one is made.",
    )


def _same_title(folder: Folder, first: CompiledBoard, second: CompiledBoard) -> DocumentError:
    return DocumentError(
        f'the folder "{folder.title}" has two boards with the title "{second.title}";'
        f" the other is at {first.place}",
        where=second.place,
        hint="Grafana takes a title once a folder: rename one, or move it to another folder.",
    )


def _same_folder(first: Folder, second: Folder, board: CompiledBoard) -> DocumentError:
    return DocumentError(
        f'the folders "{first.title}" and "{second.title}" are too much alike:'
        f" both are {first.directory!r} in the tree, or have one uid",
        where=board.place,
        hint="Write the same title, or give one of them a title of its own.",
    )


def _folders_uid(folder: Folder, board: CompiledBoard) -> DocumentError:
    return DocumentError(
        f'board "{board.title}" has the uid {folder.uid!r}, as has the folder "{folder.title}"',
        where=board.place,
        hint="Folders and boards share Grafana's uids: give the board another.",
    )
