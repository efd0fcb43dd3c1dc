"""Writes `prometheus.yml`, with the same scrape interval for every job.

Source: https://prometheus.io/docs/prometheus/latest/configuration/configuration/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType

from boardwright.frozen import frozen
from boardwright.provisioning.nodes import ScrapedNode
from boardwright.provisioning.remote_write import (
    RemoteWrite,
    build_login,
    build_remote_write,
)
from boardwright.schema.document import Json

LOOPBACK = "127.0.0.1"
"""Address of the machine that jobs with a `node_port` scrape if the project declares no nodes."""


RULE_FILES = "rules/*.yml"
"""Pattern for the paths of rule files in `prometheus.yml`, relative to `prometheus.yml`."""


@frozen
class ScrapeJob:
    """A scrape job of Prometheus.

    Attributes:
        job: Name of the job, and value of the label `job`.
        targets: Targets of the job, each as `host:port`; empty for a job that scrapes every machine
            in `nodes`.
        node_port: The port to scrape on every machine in `nodes`; None for a job with `targets`.
        metrics_path: Path of the metrics in the URL; None for Prometheus's default, `/metrics`.
        scheme: `http` or `https`; None for Prometheus's default, `http`.
        labels: Labels that Prometheus adds to every series of the job.
        token_file: File with the bearer token that Prometheus sends; None for no token.
        username: User name for basic authentication; None for no basic authentication.
        password_file: File with the password for basic authentication; None for no password.
    """

    job: str
    targets: tuple[str, ...] = ()
    node_port: int | None = None
    metrics_path: str | None = None
    scheme: str | None = None
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    token_file: str | None = None
    username: str | None = None
    password_file: str | None = None


@frozen
class ScrapeTarget:
    """One target of a scrape job.

    Attributes:
        job: Name of the job.
        address: Address of the target, as `host:port`.
        instance: The value of the label `instance`.
        url: The URL from which Prometheus reads the metrics.
    """

    job: str
    address: str
    instance: str
    url: str


def build_prometheus_file(
    jobs: Iterable[ScrapeJob],
    *,
    scrape_interval: str,
    nodes: Sequence[ScrapedNode] = (),
    remote_write: RemoteWrite | None = None,
    rules: bool = False,
) -> Json:
    """Return the content of `prometheus.yml` as a dict.

    Args:
        jobs: The scrape jobs.
        scrape_interval: Interval of all jobs and all rules, such as `10s`. With a common interval,
            Prometheus computes all rates from the same number of samples.
        nodes: The machines that jobs with a `node_port` scrape.
        remote_write: The server to which Prometheus sends samples; None for no server.
        rules: Whether Prometheus loads the project's rule files.
    """
    common: Json = {
        "scrape_interval": scrape_interval,
        "evaluation_interval": scrape_interval,
    }
    if remote_write and remote_write.labels:
        common["external_labels"] = dict(sorted(remote_write.labels.items()))
    remote_section = {"remote_write": [build_remote_write(remote_write)]} if remote_write else {}
    rule_section = {"rule_files": [RULE_FILES]} if rules else {}
    entries = [_build_entry(job, nodes) for job in jobs]
    return {"global": common, **rule_section, **remote_section, "scrape_configs": entries}


def list_scrape_targets(
    jobs: Iterable[ScrapeJob], nodes: Sequence[ScrapedNode]
) -> tuple[ScrapeTarget, ...]:
    """Return all scrape targets, in the order of `prometheus.yml`."""
    return tuple(
        _build_target(job, address, labels)
        for job in jobs
        for addresses, labels in _list_target_groups(job, nodes)
        for address in addresses
    )


def _build_target(job: ScrapeJob, address: str, labels: Mapping[str, str]) -> ScrapeTarget:
    url = f"{job.scheme or 'http'}://{address}{job.metrics_path or '/metrics'}"
    instance = labels.get("instance", address)
    return ScrapeTarget(job=job.job, address=address, instance=instance, url=url)


def _build_entry(job: ScrapeJob, nodes: Sequence[ScrapedNode]) -> Json:
    entry: Json = {"job_name": job.job}
    if job.metrics_path is not None:
        entry["metrics_path"] = job.metrics_path
    if job.scheme is not None:
        entry["scheme"] = job.scheme
    entry |= build_login(job)
    return entry | {
        "static_configs": [
            _build_static_config(*group) for group in _list_target_groups(job, nodes)
        ]
    }


def _build_static_config(targets: Sequence[str], labels: Mapping[str, str]) -> Json:
    static: Json = {"targets": list(targets)}
    return static | {"labels": dict(sorted(labels.items()))} if labels else static


def _list_target_groups(
    job: ScrapeJob, nodes: Sequence[ScrapedNode]
) -> Iterable[tuple[Sequence[str], Mapping[str, str]]]:
    """Return groups of target addresses, each group with its labels.

    A machine in `nodes` gets its name as the label `instance`.
    """
    if job.node_port is None:
        return [(job.targets, job.labels)]
    if not nodes:
        return [((f"{LOOPBACK}:{job.node_port}",), job.labels)]
    return [
        ((node.format_address(job.node_port),), {**job.labels, "instance": node.name})
        for node in nodes
    ]
