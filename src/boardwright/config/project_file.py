"""Reads `boardwright.toml` and returns the settings of the project."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.config.check_settings import read_check
from boardwright.config.datasource_settings import read_datasource_uid, read_datasources
from boardwright.config.exclude_patterns import read_exclude
from boardwright.config.git_sync_settings import read_git_sync
from boardwright.config.grafana_servers import read_server
from boardwright.config.outputs import (
    read_folder,
    read_kubernetes,
    read_output,
    read_schema,
    read_targets,
    require_unexpanded,
)
from boardwright.config.project_root import FILE_NAME
from boardwright.config.prometheus_settings import read_prometheus_server
from boardwright.config.rule_settings import RuleSettings, read_evaluators, read_rule_settings
from boardwright.config.ruler_settings import read_ruler
from boardwright.config.scrape_settings import (
    read_jobs,
    read_nodes,
    read_remote_write,
)
from boardwright.config.toml_table import Table
from boardwright.errors import ConfigError
from boardwright.grafana.server import GrafanaServer
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.ruler.ruler_server import RulerServer
from boardwright.schema.board_schema import BoardSchema
from boardwright.schema.document import Place

if TYPE_CHECKING:
    pass

from boardwright.config.project import Environment, ProjectSettings

_TOP_KEYS = (
    *("project", "grafana", "prometheus", "datasources", "scrape", "nodes", "remote_write"),
    *("stack", "folders", "environments", "check", "kubernetes", "rules", "ruler", "git_sync"),
)
_PROJECT_KEYS = (
    *("name", "scrape_interval", "window", "dashboards", "output", "targets", "folder", "tags"),
    *("python_path", "exclude", "load_timeout", "schema"),
)
_DAY = 86_400
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def read_project(root: Path) -> ProjectSettings:
    """Read `root/boardwright.toml` and check all values.

    Raises:
        ConfigError: The file cannot be read, is not TOML, or contains an unknown key or an invalid
            value.
    """
    path = root / FILE_NAME
    try:
        source = path.read_text(encoding="utf-8-sig")
        values = tomllib.loads(source)
    except OSError as error:
        raise ConfigError(f"the file cannot be read: {error.strerror}", where=FILE_NAME) from error
    except UnicodeDecodeError as error:
        what = f"the file is not UTF-8, because byte {error.start} is invalid"
        raise ConfigError(what, where=FILE_NAME) from error
    except tomllib.TOMLDecodeError as error:
        raise _build_toml_error(str(error), source) from error
    return _read_project_tables(Table(values, source=source, file=FILE_NAME), root)


def make_default_project(root: Path) -> ProjectSettings:
    """Return the settings for a folder without `boardwright.toml`.

    The settings have one data source, a Prometheus with the uid `prometheus`.
    """
    source = {"name": "Prometheus", "uid": "prometheus", "url": "http://localhost:9090"}
    values = {"project": {"name": "boards"}, "datasources": [source]}
    return _read_project_tables(Table(values, source="", file=FILE_NAME), root)


def _build_toml_error(reason: str, source: str) -> ConfigError:
    """Return the error for invalid TOML, with the line number from the message of `tomllib`."""
    match = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", reason, re.DOTALL)
    if match is None:  # at end of document
        place = Place(file=FILE_NAME, line=max(len(source.splitlines()), 1))
        return ConfigError(f"the file is not valid TOML: {reason}", where=place)
    place = Place(file=FILE_NAME, line=int(match[2]))
    return ConfigError(f"the file is not valid TOML: {match[1]} at column {match[3]}", where=place)


def _read_project_tables(top: Table, root: Path) -> ProjectSettings:
    top.expect(*_TOP_KEYS)
    table = top.get_table("project")
    table.expect(*_PROJECT_KEYS)
    name = table.require("name", str)
    if not _SLUG.fullmatch(name):
        table.refuse(
            f"project.name is {name!r}, which is not a valid project name",
            "name",
            "Use only lower-case letters, digits, hyphens and underscores, such as my-boards.",
        )
    grafana = top.get_table("grafana")
    server = read_server(grafana)
    dashboards = read_folder(table, "dashboards", "dashboards")
    output = read_output(table, "provisioning", root=root, dashboards=dashboards)
    scrape_interval = _read_scrape_interval(table)
    jobs = read_jobs(top)
    rules = read_rule_settings(top)
    schema = read_schema(table)
    ruler = read_ruler(top)
    environments = {
        environment_name: _read_environment(
            environment_name,
            environment_table,
            root=root,
            dashboards=dashboards,
            output=output,
            base=server,
            rules=rules,
            schema=schema,
            ruler=ruler,
        )
        for environment_name, environment_table in (
            top.get_table("environments").get_named_tables().items()
        )
    }
    project = ProjectSettings(
        root=root,
        name=name,
        scrape_interval=scrape_interval,
        window=_read_window(table, scrape_interval),
        dashboards=dashboards,
        output=output,
        targets=read_targets(table),
        folder=_read_default_folder(table, name),
        tags=table.get_texts("tags"),
        python_path=_read_python_path(table, root),
        exclude=read_exclude(table),
        load_timeout=_read_load_timeout(table),
        dashboards_path=grafana.take("dashboards_path", str, "/var/lib/boardwright/dashboards"),
        datasources=read_datasources(top),
        jobs=jobs,
        nodes=read_nodes(top, jobs),
        remote_write=read_remote_write(top),
        prometheus=read_prometheus_server(top),
        folder_uids=_read_folder_uids(top),
        environments=environments,
        server=server,
        check=read_check(top),
        kubernetes=read_kubernetes(top, name),
        git_sync=read_git_sync(top, output),
        rules=rules,
        schema=schema,
        ruler=ruler,
    )
    for section in (table, grafana, top):
        section.close()
    return project


def _read_python_path(table: Table, root: Path) -> tuple[str, ...]:
    folders = table.get_texts("python_path")
    for folder in folders:
        require_unexpanded(table, "python_path", folder)
        if not (root / folder).is_dir():
            table.refuse(
                f"python_path contains {folder!r}, but this folder does not exist",
                "python_path",
                f"Write paths relative to the folder of {FILE_NAME}, such as"
                ' python_path = ["lib"].',
            )
    return folders


def _read_load_timeout(table: Table) -> int:
    """Return the time limit in seconds for importing one file that declares boards."""
    seconds = table.take("load_timeout", int, 60)
    if not 1 <= seconds <= _DAY:
        what = f"project.load_timeout is {seconds}, but must be from 1 to {_DAY} (in seconds)"
        table.refuse(what, "load_timeout")
    return seconds


def _read_scrape_interval(table: Table) -> str:
    text = table.take("scrape_interval", str, "10s")
    if not 10_000 <= _read_milliseconds(table, "scrape_interval", text) <= 60_000:
        table.refuse(
            f"project.scrape_interval is {text!r}, but must be from 10s to 60s",
            "scrape_interval",
            "With an interval below 10s, Prometheus needs much memory and disk space. With an"
            " interval above 60s, the usual ranges in rate() contain too few samples.",
        )
    return text


def _read_window(table: Table, scrape_interval: str) -> str | None:
    text = table.take("window", str, "")
    if not text or text.startswith("$"):
        return text or None
    scrape = _read_milliseconds(table, "scrape_interval", scrape_interval)
    if _read_milliseconds(table, "window", text) < 2 * scrape:
        table.refuse(
            f"project.window is {text!r}, which is shorter than two scrape intervals of "
            f"{scrape_interval}",
            "window",
            "rate() needs at least two samples in the window. Use a window of four scrape "
            "intervals, so that rate() still has a result if a scrape fails.",
        )
    return text


def _read_milliseconds(table: Table, key: str, text: str) -> int:
    length = parse_range_milliseconds(text)
    if length is None:
        table.refuse(
            f"project.{key} is {text!r}, which is not a duration",
            key,
            'Write a duration such as "10s", "1m" or "1m30s".',
        )
    return length


def _read_default_folder(table: Table, name: str) -> str:
    folder = table.take("folder", str, name.replace("-", " ").replace("_", " ").title())
    if not folder.strip() or ".." in folder or folder.startswith("/"):
        table.refuse(
            f"project.folder is {folder!r}, which is not a valid title of a Grafana folder",
            "folder",
        )
    return folder


def _read_folder_uids(top: Table) -> dict[str, str]:
    uids: dict[str, str] = {}
    for table in top.get_tables("folders"):
        table.expect("title", "uid")
        title, uid = table.require("title", str), read_datasource_uid(table)
        table.close()
        if title in uids or uid in uids.values():
            duplicate = f"title {title!r}" if title in uids else f"uid {uid!r}"
            table.refuse(f"two [[folders]] tables have the same {duplicate}", "title")
        uids[title] = uid
    return uids


def _read_environment(
    name: str,
    table: Table,
    *,
    root: Path,
    dashboards: str,
    output: str,
    base: GrafanaServer,
    rules: RuleSettings,
    schema: BoardSchema | None,
    ruler: RulerServer | None,
) -> Environment:
    sources = table.get_table("datasources").get_rest()
    environment = Environment(
        name=name,
        output=read_output(table, f"{output}-{name}", root=root, dashboards=dashboards),
        datasources={key: str(value) for key, value in sources.items()},
        server=read_server(table, base),
        folder_prefix=table.take("folder_prefix", str, "").strip("/ "),
        alerts_in=read_evaluators(table, rules.alerts_in),
        schema=read_schema(table, schema),
        ruler=read_ruler(table, ruler),
    )
    table.close()
    return environment
