"""The settings of a project and its environments, as immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.config.check_settings import CheckSettings
from boardwright.config.project_root import FILE_NAME
from boardwright.config.rule_settings import RuleSettings
from boardwright.errors import ConfigError
from boardwright.frozen import frozen
from boardwright.grafana.server import GrafanaServer
from boardwright.http.addresses import parse_origin
from boardwright.lazy import lazy_property
from boardwright.notation.similar_names import list_names, suggest_name
from boardwright.prometheus.server_settings import PrometheusServer
from boardwright.provisioning.data_source_file import DataSource
from boardwright.provisioning.git_sync import GitSync
from boardwright.provisioning.kubernetes import Kubernetes
from boardwright.provisioning.nodes import ScrapedNode
from boardwright.provisioning.prometheus_config import ScrapeJob
from boardwright.provisioning.providers import GENERAL, BoardFolder
from boardwright.provisioning.remote_write import RemoteWrite
from boardwright.ruler.ruler_server import RulerServer
from boardwright.schema.board_schema import BoardSchema
from boardwright.schema.owner_tag import format_owner_tag

if TYPE_CHECKING:
    from boardwright.schema.datasource_references import DataSourceRef


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
    server: GrafanaServer
    folder_prefix: str = ""
    alerts_in: tuple[str, ...] = ("prometheus",)
    schema: BoardSchema | None = None
    ruler: RulerServer | None = None


@frozen
class ProjectSettings:
    """The settings of a project in `boardwright.toml`. Paths are relative to `root`.

    Attributes:
        root: The folder that contains `boardwright.toml`.
        name: Name of the project.
        scrape_interval: How often Prometheus scrapes its targets, such as `10s`.
        window: The range of rates, such as `5m` or `$__rate_interval`; None for the default.
        dashboards: Folder with the files that declare boards.
        output: Output folder of a build.
        targets: The kinds of files that a build writes, such as `provisioning`.
        folder: Title of the Grafana folder of boards that name no folder.
        tags: Tags that each board gets.
        python_path: Folders that are added to `sys.path` while the project's modules run.
        exclude: Patterns for files in the dashboards folder that declare no boards.
        load_timeout: Time limit in seconds for loading one declaring file.
        dashboards_path: Folder from which Grafana reads the provisioned boards.
        datasources: The data sources that boards query.
        jobs: The scrape jobs of the generated Prometheus configuration.
        nodes: The machines that the scrape jobs with a `node_port` scrape.
        remote_write: The server to which Prometheus sends samples; None if there is none.
        prometheus: Settings for the project's Prometheus.
        folder_uids: The uids of Grafana folders, by title.
        environments: The environments, by name.
        server: Settings for Grafana outside all environments.
        check: Default values for the options of `boardwright check`.
        kubernetes: Settings for the Kubernetes resources that a build writes.
        git_sync: The repository of Grafana's Git Sync; None if Git Sync is not configured.
        rules: Settings for recording rules and alerts.
        schema: Dashboard schema of the boards; None as in `Environment`.
        ruler: The server to which the Prometheus rules are deployed; None if a deploy sends no
            Prometheus rules.
    """

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
    server: GrafanaServer
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
    def declaration_folders(self) -> tuple[Path, Path]:
        """The directories with the files that declare boards, and with the files that declare
        rules.
        """
        return self.dashboards_folder, self.root / self.rules.folder

    @property
    def dashboards_folder(self) -> Path:
        """The directory with the files that declare boards, which may not exist."""
        return self.root / self.dashboards

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
        project_url = self.prometheus.url or next((source.url for source in sources), "")
        is_project_server = not url or parse_origin(url) == parse_origin(project_url)
        server = self.prometheus if is_project_server else PrometheusServer()
        return replace(server, url=(url or project_url).rstrip("/") or None)

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
            name: replace(environment, server=environment.server.with_url(url))
            for name, environment in self.environments.items()
        }
        return replace(self, server=self.server.with_url(url), environments=environments)

    def find_folder(self, title: str | None, *, prefix: str = "") -> BoardFolder:
        """Return the Grafana folder with this title. For None, return the project's default folder.

        Args:
            title: Title of the folder. A `/` separates the titles of parent folders.
            prefix: Title of the folder that contains all folders of an environment; empty for none.
        """
        title = title or self.folder
        if prefix:
            title = prefix if title == GENERAL else f"{prefix}/{title}"
        uid = self.folder_uids.get(title)
        return BoardFolder(title=title, uid=uid) if uid else BoardFolder.from_title(title)

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
        known = suggest_name(
            name, self.environments, otherwise=list_names("Environments", self.environments)
        )
        raise ConfigError(
            f"there is no environment {name!r}",
            where=FILE_NAME,
            hint=f"{known} To add one, write [environments.{name}] into {FILE_NAME}.",
        )
