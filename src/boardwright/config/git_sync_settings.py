"""Reads `[git_sync]`: the git repository from which Grafana's Git Sync reads boards."""

from __future__ import annotations

from boardwright.config.toml_table import Table
from boardwright.http.addresses import url_fault
from boardwright.notation.durations import milliseconds
from boardwright.provisioning.git_sync import KINDS, GitSync


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
    table = top.table("git_sync")
    table.expect("url", "branch", "path", "type", "connection", "interval")
    url, kind = table.need("url", str), table.take("type", str, "github")
    if what := url_fault(url):
        table.refuse(f"git_sync.url {what}", "url", "Write https://github.com/acme/dashboards.")
    if kind not in KINDS:
        table.refuse(f"git_sync.type is {kind!r}; it takes {', '.join(KINDS)}", "type")
    interval = table.take("interval", str, "60s")
    length = milliseconds(interval)
    if length is None or length < 1000 or length % 1000:
        table.refuse(
            f"git_sync.interval is {interval!r}, which is not a duration of whole seconds",
            "interval",
            "Write 60s or 5m.",
        )
    return GitSync(
        url=url,
        branch=table.take("branch", str, "main"),
        path=table.take("path", str, output).strip("/"),
        type=kind,
        connection=table.take("connection", str, ""),
        seconds=length // 1000,
    )
