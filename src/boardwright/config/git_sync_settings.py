"""Reads `[git_sync]`: the git repository from which Grafana's Git Sync reads boards."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from boardwright.config.toml_table import Table
from boardwright.http.addresses import find_url_fault
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.provisioning.git_sync import KINDS, GitSync

_DIRECTORY = r"[\w -][\w. -]*"
_PATH = re.compile(rf"({_DIRECTORY}(/{_DIRECTORY})*)?", re.ASCII)
_BRANCH = re.compile(r"[\w.-]+(/[\w.-]+)*", re.ASCII)
"""Matches the names of git branches that Grafana 12.4 accepts."""


def read_git_sync(top: Table, output: str) -> GitSync | None:
    """Return the settings in the table `[git_sync]`; None if boardwright.toml has no such table.

    Args:
        top: The top-level table of boardwright.toml.
        output: The project's output folder. The setting `path` defaults to this folder.

    Raises:
        ConfigError: A key is unknown, or a value is invalid.
    """
    if "git_sync" not in top:
        return None
    table = top.get_table("git_sync")
    table.expect("url", "branch", "path", "type", "connection", "interval", "folder_files")
    kind = table.take("type", str, "github")
    if kind not in KINDS:
        kinds = ", ".join(KINDS)
        table.refuse(f"git_sync.type is {kind!r}, but must be one of {kinds}", "type")
    return GitSync(
        url=_read_url(table, kind),
        branch=_read_branch(table),
        path=_read_path(table, output),
        type=kind,
        connection=table.take("connection", str, ""),
        seconds=_read_seconds(table),
        folder_files=table.take("folder_files", bool, True),
    )


def _read_url(table: Table, kind: str) -> str:
    url = table.require("url", str)
    hint = "Write the URL of the repository, such as https://github.com/acme/dashboards."
    if fault := find_url_fault(url):
        table.refuse(f"git_sync.url {fault}", "url", hint)
    parts = urlsplit(url)
    if parts.scheme != "https":
        what = f"git_sync.url is {url!r}, but Git Sync accepts only URLs that begin with https://"
        table.refuse(what, "url", hint)
    if len([*filter(None, parts.path.split("/"))]) < (2 if kind == "github" else 1):
        what = f"git_sync.url is {url!r}, but the path of a repository must follow the host"
        table.refuse(what, "url", hint)
    return url


def _read_branch(table: Table) -> str:
    branch = table.take("branch", str, "main")
    if not _BRANCH.fullmatch(branch):
        what = f"git_sync.branch is {branch!r}, but Grafana does not accept this branch name"
        hint = "Use a branch whose name has only ASCII letters, digits, - _ . and /."
        table.refuse(what, "branch", hint)
    return branch


def _read_path(table: Table, output: str) -> str:
    path = table.take("path", str, output).strip("/")
    if not _PATH.fullmatch(path):
        table.refuse(
            f"git_sync.path is {path!r}, but Grafana does not accept this path",
            "path",
            "Write a path relative to the root of the git repository. Use only ASCII letters, "
            "digits, spaces, - _ . and /. No directory name may begin with a dot.",
        )
    return path


def _read_seconds(table: Table) -> int:
    """Return the setting `interval` in seconds."""
    interval = table.take("interval", str, "60s")
    length = parse_range_milliseconds(interval)
    if length is None or length < 1000 or length % 1000:
        table.refuse(
            f"git_sync.interval is {interval!r}, but must be a duration in whole seconds",
            "interval",
            'Write a duration such as "60s" or "5m".',
        )
    return length // 1000
