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
"""Grafana 12.4 accepts no other characters in paths and branches."""


def read_git_sync(top: Table, output: str) -> GitSync | None:
    """Return the settings in the table `[git_sync]`; None if boardwright.toml has no such table.

    Args:
        top: The top-level table of boardwright.toml.
        output: The project's output folder, which is the default of `path`.

    Raises:
        ConfigError: A key is unknown, or a value is invalid.
    """
    if "git_sync" not in top:
        return None
    table = top.get_table("git_sync")
    table.expect("url", "branch", "path", "type", "connection", "interval", "folder_files")
    kind = table.take("type", str, "github")
    if kind not in KINDS:
        table.refuse(f"git_sync.type is {kind!r}; it takes {', '.join(KINDS)}", "type")
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
    if fault := find_url_fault(url) or _find_git_url_fault(url, kind):
        hint = "Write the URL of the repository, such as https://github.com/acme/dashboards."
        table.refuse(f"git_sync.url {fault}", "url", hint)
    return url


def _find_git_url_fault(url: str, kind: str) -> str | None:
    parts = urlsplit(url)
    if parts.scheme != "https":
        return f"is {url!r}; it must begin with https://, because Git Sync refuses other URLs"
    if len([*filter(None, parts.path.split("/"))]) < (2 if kind == "github" else 1):
        return f"is {url!r}, which does not contain the path of a repository"
    return None


def _read_branch(table: Table) -> str:
    branch = table.take("branch", str, "main")
    if not _BRANCH.fullmatch(branch):
        what = f"git_sync.branch is {branch!r}, which Grafana does not accept as a branch"
        table.refuse(what, "branch", "Use only ASCII letters, digits, - _ . and / in the name.")
    return branch


def _read_path(table: Table, output: str) -> str:
    path = table.take("path", str, output).strip("/")
    if not _PATH.fullmatch(path):
        table.refuse(
            f"git_sync.path is {path!r}, which Grafana does not accept as a path",
            "path",
            "Write the path from the top of the git repository, with only ASCII letters, digits, "
            "spaces, - _ . and /. No directory on the path may begin with a dot.",
        )
    return path


def _read_seconds(table: Table) -> int:
    """Read the interval, as a number of whole seconds."""
    interval = table.take("interval", str, "60s")
    length = parse_range_milliseconds(interval)
    if length is None or length < 1000 or length % 1000:
        table.refuse(
            f"git_sync.interval is {interval!r}, which is not a duration of whole seconds",
            "interval",
            'Write a duration such as "60s" or "5m".',
        )
    return length // 1000
