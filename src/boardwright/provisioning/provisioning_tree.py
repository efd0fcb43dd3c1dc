"""Writes the configuration files of Grafana and Prometheus for the build target `provisioning`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from boardwright.provisioning.data_source_file import DataSource, build_data_sources_file
from boardwright.provisioning.nodes import ScrapedNode
from boardwright.provisioning.prometheus_config import ScrapeJob, build_prometheus_file
from boardwright.provisioning.providers import BoardFolder, build_providers_file
from boardwright.provisioning.remote_write import RemoteWrite
from boardwright.provisioning.yaml_text import encode_yaml


def build_server_files(
    *,
    folders: Iterable[BoardFolder],
    datasources: Sequence[DataSource],
    jobs: Sequence[ScrapeJob],
    scrape_interval: str,
    dashboards_path: str,
    nodes: Sequence[ScrapedNode] = (),
    remote_write: RemoteWrite | None = None,
    rules: bool = False,
) -> dict[str, bytes]:
    """Return the paths and contents of the configuration files of Grafana and Prometheus."""
    sources = build_data_sources_file(datasources, scrape_interval=scrape_interval)
    providers = build_providers_file(folders, dashboards_path=dashboards_path)
    prometheus = build_prometheus_file(
        jobs,
        scrape_interval=scrape_interval,
        nodes=nodes,
        remote_write=remote_write,
        rules=rules,
    )
    return {
        "grafana/provisioning/datasources/boardwright.yaml": encode_yaml(sources),
        "grafana/provisioning/dashboards/boardwright.yaml": encode_yaml(providers),
        "prometheus/prometheus.yml": encode_yaml(prometheus),
    }
