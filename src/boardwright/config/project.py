"""Reads `boardwright.toml` and returns the settings of a project."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.config.check_settings import CheckSettings, read_check
from boardwright.config.datasource_settings import read_datasources, read_uid
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
from boardwright.config.rule_settings import RuleSettings, read_evaluators, read_rules
from boardwright.config.ruler_settings import read_ruler
from boardwright.config.scraping import (
    read_jobs,
    read_nodes,
    read_remote_write,
)
from boardwright.config.toml_table import Table
from boardwright.errors import ConfigError
from boardwright.frozen import frozen
from boardwright.grafana.server import Server
from boardwright.http.addresses import parse_origin
from boardwright.lazy import lazy_property
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.prometheus.server_settings import PrometheusServer
from boardwright.provisioning.data_source_file import DataSource
from boardwright.provisioning.git_sync import GitSync
from boardwright.provisioning.kubernetes import Kubernetes
from boardwright.provisioning.nodes import ScrapedNode
from boardwright.provisioning.prometheus_config import ScrapeJob
from boardwright.provisioning.providers import GENERAL, Folder
from boardwright.provisioning.remote_write import RemoteWrite
from boardwright.ruler.ruler_server import RulerServer
from boardwright.schema.board_schema import BoardSchema
from boardwright.schema.document import Place
from boardwright.schema.owner_tag import format_owner_tag

if TYPE_CHECKING:
    from boardwright.schema.datasource_references import DataSourceRef

_TOP = (
    *(
        "project",
        "grafana",
        "prometheus",
        "datasources",
        "scrape",
        "nodes",
        "remote_write",
        "stack",
    ),
    *("folders", "environments", "check", "kubernetes", "rules", "ruler", "git_sync"),
)
_PROJECT = (
    *("name", "scrape_interval", "window", "dashboards", "output", "targets", "folder", "tags"),
    "python_path",
    "exclude",
    "load_timeout",
    "schema",
)
_DAY = 86_400
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


@frozen
class Environment:
    """The settings of one environment.

    Attributes:
        name: Name of the environment, as in `--env NAME`; empty for the settings outside all
            environments.
        output: Output folder for the environment, relative to the project.
        datasources: The uid of each data source in the environment, by its uid in the project.
        server: Settings for the environment's Grafana.
        folder_prefix: Title of the folder in Grafana that contains all folders of the project;
            empty for none.
        alerts_in: The servers that evaluate alert rules: `prometheus`, `grafana` or both.
        schema: Dashboard schema of the boards. If None, files are written in schema v1, and a
            deploy uses the schema that the server prefers.
        ruler: The server to which the Prometheus rules are deployed; None if a deploy sends no
            Prometheus rules.
    """

    name: str
    output: str
    datasources: Mapping[str, str]
    server: Server
    folder_prefix: str = ""
    alerts_in: tuple[str, ...] = ("prometheus",)
    schema: BoardSchema | None = None
    ruler: RulerServer | None = None


@frozen
class ProjectSettings:
    """The settings of a project in `boardwright.toml`. Paths are relative to `root`."""

    root: Path
    name: str
    scrape_interval: str
    window: str | None
    dashboards: str
    output: str
    targets: tuple[str, ...]
    folder: str
    tags: tuple[str, ...]
    python_path: tuple[str, ...]
    exclude: tuple[str, ...]
    load_timeout: int
    dashboards_path: str
    datasources: tuple[DataSource, ...]
    jobs: tuple[ScrapeJob, ...]
    nodes: tuple[ScrapedNode, ...]
    remote_write: RemoteWrite | None
    prometheus: PrometheusServer
    folder_uids: Mapping[str, str]
    environments: Mapping[str, Environment]
    server: Server
    check: CheckSettings
    kubernetes: Kubernetes
    git_sync: GitSync | None
    rules: RuleSettings = RuleSettings()
    schema: BoardSchema | None = None
    ruler: RulerServer | None = None

    @property
    def tag(self) -> str:
        """The tag that marks boards in Grafana as managed by this project."""
        return format_owner_tag(self.name)

    @property
    def declared_in(self) -> tuple[Path, Path]:
        """The directories with the files that declare boards, and with the files that declare
        rules.
        """
        return self.root / self.dashboards, self.root / self.rules.folder

    @lazy_property
    def default_datasource(self) -> DataSourceRef:
        """The data source of queries that do not name a data source."""
        from boardwright.schema.datasource_references import DataSourceRef

        source = next((s for s in self.datasources if s.default), self.datasources[0])
        return DataSourceRef(type=source.type, uid=source.uid)

    def find_prometheus(self, url: str | None = None) -> PrometheusServer:
        """Return the URL and credentials of the project's Prometheus.

        Args:
            url: A URL from the command line. If None, the URL in `[prometheus]` is used or, if that
                is not set, the URL of the default Prometheus data source. The project's credentials
                and headers are used only for the server in the project's settings. They are not
                sent to a URL with another scheme, host or port.
        """
        sources = [source for source in self.datasources if source.type == "prometheus"]
        default = self.default_datasource.uid
        sources.sort(key=lambda source: source.uid != default)
        own = self.prometheus.url or next((source.url for source in sources), "")
        is_own = not url or parse_origin(url) == parse_origin(own)
        server = self.prometheus if is_own else PrometheusServer()
        return replace(server, url=(url or own).rstrip("/") or None)

    def with_grafana_url(self, url: str | None) -> ProjectSettings:
        """Return the settings with another Grafana URL for the project and all environments.

        Args:
            url: Value of `--url` or `GRAFANA_URL`. If None, the settings are returned unchanged.

        Raises:
            ConfigError: The URL is invalid.
        """
        if url is None:
            return self
        environments = {
            name: replace(each, server=each.server.with_url(url))
            for name, each in self.environments.items()
        }
        return replace(self, server=self.server.with_url(url), environments=environments)

    def find_folder(self, title: str | None, *, prefix: str = "") -> Folder:
        """Return the Grafana folder with the given title. For None, return the project's default
        folder.

        Args:
            title: Title of the folder. A `/` separates the titles of parent folders.
            prefix: Title of the folder that contains all folders of an environment; empty for none.
        """
        title = title or self.folder
        if prefix:
            title = prefix if title == GENERAL else f"{prefix}/{title}"
        uid = self.folder_uids.get(title)
        return Folder(title=title, uid=uid) if uid else Folder.from_title(title)

    def find_folder_uid(self, title: str) -> str:
        """Return the uid of the folder with this title. A `/` separates the titles of parent
        folders.
        """
        return self.find_folder(title).uid

    def find_environment(self, name: str | None) -> Environment:
        """Return the environment with this name; for None, the settings outside all environments.

        Raises:
            ConfigError: boardwright.toml has no environment with this name.
        """
        if name is None:
            return Environment(
                name="",
                output=self.output,
                datasources={},
                server=self.server,
                alerts_in=self.rules.alerts_in,
                schema=self.schema,
                ruler=self.ruler,
            )
        if name in self.environments:
            return self.environments[name]
        known = ", ".join(self.environments) or "none"
        raise ConfigError(
            f"there is no environment {name!r}",
            where=FILE_NAME,
            hint=f"Environments: {known}. To add one, write [environments.{name}] into"
            f" {FILE_NAME}.",
        )


def read_project(root: Path) -> ProjectSettings:
    """Read `root/boardwright.toml` and check all values.

    Raises:
        ConfigError: The file is not TOML, a key is unknown, or a value has the wrong type or range.
    """
    path = root / FILE_NAME
    try:
        source = path.read_text(encoding="utf-8-sig")
        values = tomllib.loads(source)
    except OSError as error:
        raise ConfigError(f"the file cannot be read: {error.strerror}", where=FILE_NAME) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"the file is not UTF-8 (byte {error.start})", where=FILE_NAME) from error
    except tomllib.TOMLDecodeError as error:
        raise _build_toml_error(str(error), source) from error
    return _read_project_tables(Table(values, source=source, file=FILE_NAME), root)


def make_default_project(root: Path) -> ProjectSettings:
    """Return default project settings, for a folder without `boardwright.toml`.

    The only data source is a Prometheus with the uid `prometheus`.
    """
    source = {"name": "Prometheus", "uid": "prometheus", "url": "http://localhost:9090"}
    values = {"project": {"name": "boards"}, "datasources": [source]}
    return _read_project_tables(Table(values, source="", file=FILE_NAME), root)


def _build_toml_error(reason: str, source: str) -> ConfigError:
    """Return the error for invalid TOML. The line number moves from the message of `tomllib` to
    `where`.
    """
    match = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", reason, re.DOTALL)
    if match is None:  # at end of document
        place = Place(file=FILE_NAME, line=max(len(source.splitlines()), 1))
        return ConfigError(f"the file is not valid TOML: {reason}", where=place)
    place = Place(file=FILE_NAME, line=int(match[2]))
    return ConfigError(
        f"the file is not valid TOML: {match[1]} (at column {match[3]})", where=place
    )


def _read_project_tables(top: Table, root: Path) -> ProjectSettings:
    top.expect(*_TOP)
    table = top.get_table("project")
    table.expect(*_PROJECT)
    name = table.require("name", str)
    if not _SLUG.fullmatch(name):
        table.refuse(
            f"project.name is {name!r}, which is not a valid name",
            "name",
            "Use lower-case letters, digits and hyphens only, such as my-boards.",
        )
    grafana = top.get_table("grafana")
    server = read_server(grafana)
    dashboards = read_folder(table, "dashboards", "dashboards")
    output = read_output(table, "provisioning", root=root, dashboards=dashboards)
    scrape_interval = _scrape_interval(table)
    jobs = read_jobs(top)
    rules = read_rules(top)
    schema = read_schema(table)
    ruler = read_ruler(top)
    environments = {
        each: _read_environment(
            each,
            own,
            root=root,
            dashboards=dashboards,
            output=output,
            base=server,
            rules=rules,
            schema=schema,
            ruler=ruler,
        )
        for each, own in top.get_table("environments").get_named_tables().items()
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
        load_timeout=_load_timeout(table),
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
    for each in (table, grafana, top):
        each.close()
    return project


def _read_python_path(table: Table, root: Path) -> tuple[str, ...]:
    folders = table.get_texts("python_path")
    for folder in folders:
        require_unexpanded(table, "python_path", folder)
        if not (root / folder).is_dir():
            table.refuse(
                f"python_path contains {folder!r}, but this folder does not exist",
                "python_path",
                f'Write paths relative to {FILE_NAME}, such as python_path = ["lib"].',
            )
    return folders


def _load_timeout(table: Table) -> int:
    """Return the time limit for loading one declaring file, in seconds."""
    seconds = table.take("load_timeout", int, 60)
    if not 1 <= seconds <= _DAY:
        what = f"project.load_timeout is {seconds}; it takes a number of seconds from 1 to {_DAY}"
        table.refuse(what, "load_timeout")
    return seconds


def _scrape_interval(table: Table) -> str:
    text = table.take("scrape_interval", str, "10s")
    if not 10_000 <= _read_milliseconds(table, "scrape_interval", text) <= 60_000:
        table.refuse(
            f"project.scrape_interval is {text!r}; it takes 10s to 60s",
            "scrape_interval",
            "More frequent scrapes mainly cost memory and disk space. With an interval above 60s,"
            " the usual ranges of rates contain too few samples.",
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
            "A rate needs two samples. A window of four scrape intervals tolerates a "
            "missed scrape.",
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
            f"project.folder is {folder!r}, which is not the title of a Grafana folder", "folder"
        )
    return folder


def _read_folder_uids(top: Table) -> dict[str, str]:
    uids: dict[str, str] = {}
    for table in top.get_tables("folders"):
        table.expect("title", "uid")
        title, uid = table.require("title", str), read_uid(table)
        table.close()
        if title in uids or uid in uids.values():
            shared = f"title {title!r}" if title in uids else f"uid {uid!r}"
            table.refuse(f"two [[folders]] tables have the {shared}", "title")
        uids[title] = uid
    return uids


def _read_environment(
    name: str,
    table: Table,
    *,
    root: Path,
    dashboards: str,
    output: str,
    base: Server,
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
