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
        name: Name of the environment, as in `--env NAME`; empty if the user selects no
            environment.
        output: Output folder for the environment, relative to the project.
        datasources: Uid of a data source in `[[datasources]]` -> its uid in this environment.
        server: Settings for the environment's Grafana.
        folder_prefix: Title of the Grafana folder that contains all folders of the project; empty
            if the project's folders are at the top level.
        alerts_in: The servers that evaluate alert rules: `prometheus`, `grafana` or both.
        schema: Dashboard schema of the boards. If None, a build writes schema v1, and a deploy uses
            the schema that the server prefers.
        ruler: The server to which `deploy` sends the Prometheus rules; None if there is none.
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
        window: The range in `rate(…)` if a query sets none, such as `5m` or `$__rate_interval`;
            None for the default.
        dashboards: Folder with the files that declare boards.
        output: Output folder of a build.
        targets: The kinds of files that a build writes, such as `provisioning`.
        folder: Title of the Grafana folder for all boards that do not set a folder.
        tags: Tags that a build adds to each board.
        python_path: Folders that are added to `sys.path` while the project's modules run.
        exclude: Patterns for the paths of files that are in the dashboards folder, but declare no
            boards.
        load_timeout: Time limit in seconds for importing one file that declares boards.
        dashboards_path: Folder from which Grafana reads the provisioned boards.
        datasources: The data sources that boards query.
        jobs: The scrape jobs of the generated Prometheus configuration.
        nodes: The machines that Prometheus scrapes for each scrape job with a `node_port`.
        remote_write: The server to which Prometheus sends samples; None if there is none.
        prometheus: Settings for the project's Prometheus.
        folder_uids: The uids of Grafana folders, by title.
        environments: The environments, by name.
        server: Settings for Grafana in the table `[grafana]`.
        check: Default values for the options of `boardwright check`.
        kubernetes: Settings for the Kubernetes resources that a build writes.
        git_sync: The repository of Grafana's Git Sync; None if Git Sync is not configured.
        rules: Settings for recording rules and alerts.
        schema: Dashboard schema of the boards. If None, a build writes schema v1, and a deploy uses
            the schema that the server prefers.
        ruler: The server to which `deploy` sends the Prometheus rules; None if there is none.
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
        """The tag that `deploy` adds to all boards of this project in Grafana."""
        return format_owner_tag(self.name)

    @property
    def declaration_folders(self) -> tuple[Path, Path]:
        """The folder of the files that declare boards, and the folder of the files that declare
        rules.
        """
        return self.dashboards_folder, self.root / self.rules.folder

    @property
    def dashboards_folder(self) -> Path:
        """The folder of the files that declare boards. The folder may not exist."""
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
            url: A URL from the command line. If None, the result has the URL in `[prometheus]` or,
                if `[prometheus]` has no URL, the URL of the default Prometheus data source. If
                `url` has another scheme, host or port than the project's Prometheus, the result
                has no credentials and headers.
        """
        sources = [source for source in self.datasources if source.type == "prometheus"]
        default = self.default_datasource.uid
        sources.sort(key=lambda source: source.uid != default)
        project_url = self.prometheus.url or next((source.url for source in sources), "")
        is_project_server = not url or parse_origin(url) == parse_origin(project_url)
        server = self.prometheus if is_project_server else PrometheusServer()
        return replace(server, url=(url or project_url).rstrip("/") or None)

    def with_grafana_url(self, url: str | None) -> ProjectSettings:
        """Return the settings with this Grafana URL for the project and all its environments.

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
        """Return the Grafana folder with this title.

        Args:
            title: Titles of the parent folders and of the folder, separated by `/`. None for the
                project's default folder.
            prefix: The `folder_prefix` of the environment.
        """
        title = title or self.folder
        if prefix:
            title = prefix if title == GENERAL else f"{prefix}/{title}"
        uid = self.folder_uids.get(title)
        return BoardFolder(title=title, uid=uid) if uid else BoardFolder.from_title(title)

    def find_folder_uid(self, title: str) -> str:
        """Return the uid of the Grafana folder with this title, such as `Team/Databases`."""
        return self.find_folder(title).uid

    def find_environment(self, name: str | None) -> Environment:
        """Return the environment with this name; for None, the settings of the project itself.

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
            hint=f"{known} To add the environment, write [environments.{name}] into {FILE_NAME}.",
        )
