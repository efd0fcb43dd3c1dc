"""`prometheus.yml`: one scrape interval for every job.

Source: https://prometheus.io/docs/prometheus/latest/configuration/configuration/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType
from typing import Any

from boardwright.frozen import frozen
from boardwright.provisioning.nodes import ScrapedNode
from boardwright.provisioning.remote_write import (
    RemoteWrite,
    login_entry,
    remote_write_entry,
)

LOOPBACK = "127.0.0.1"
"""The address of a job with a node port when there are no nodes: Prometheus's own machine."""


RULE_FILES = "rules/*.yml"
"""The rule files, relative to `prometheus.yml`."""


@frozen
class ScrapeJob:
    """A job of `scrape_configs`.

    Attributes:
        job: The name, and the value of the label `job`.
        targets: A `host:port` each; empty for a job on every node.
        node_port: The port to scrape on every node; None for a job with targets.
        metrics_path: The path of the metrics; None for Prometheus's default.
        scheme: `http` or `https`; None for Prometheus's default.
        labels: Labels of every series of the job.
        token_file: A file with a bearer token that Prometheus sends; None for none.
        username: The user for basic auth, with `password_file`; None for none.
        password_file: A file with the password that Prometheus sends.
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
    """One target.

    Attributes:
        job: The job's name.
        address: `host:port`.
        instance: The value of the label `instance`.
        url: The URL of its metrics.
    """

    job: str
    address: str
    instance: str
    url: str


def prometheus_file(
    jobs: Iterable[ScrapeJob],
    *,
    scrape_interval: str,
    nodes: Sequence[ScrapedNode] = (),
    remote_write: RemoteWrite | None = None,
    rules: bool = False,
) -> dict[str, Any]:
    """Return the file's data; with `rules`, it names the rule files next to it.

    All jobs and the rule evaluation use one interval: rates over ranges with different numbers of
    samples cannot be compared.
    """
    common: dict[str, Any] = {
        "scrape_interval": scrape_interval,
        "evaluation_interval": scrape_interval,
    }
    if remote_write and remote_write.labels:
        common["external_labels"] = dict(sorted(remote_write.labels.items()))
    written = {"remote_write": [remote_write_entry(remote_write)]} if remote_write else {}
    named = {"rule_files": [RULE_FILES]} if rules else {}
    entries = [_entry(job, nodes) for job in jobs]
    return {"global": common, **named, **written, "scrape_configs": entries}


def targets_of(jobs: Iterable[ScrapeJob], nodes: Sequence[ScrapedNode]) -> tuple[ScrapeTarget, ...]:
    """Return all targets in the order of the file."""
    return tuple(
        _target(job, address, labels)
        for job in jobs
        for addresses, labels in _groups(job, nodes)
        for address in addresses
    )


def _target(job: ScrapeJob, address: str, labels: Mapping[str, str]) -> ScrapeTarget:
    url = f"{job.scheme or 'http'}://{address}{job.metrics_path or '/metrics'}"
    instance = labels.get("instance", address)
    return ScrapeTarget(job=job.job, address=address, instance=instance, url=url)


def _entry(job: ScrapeJob, nodes: Sequence[ScrapedNode]) -> dict[str, Any]:
    entry: dict[str, Any] = {"job_name": job.job}
    if job.metrics_path is not None:
        entry["metrics_path"] = job.metrics_path
    if job.scheme is not None:
        entry["scheme"] = job.scheme
    entry |= login_entry(job)
    return entry | {"static_configs": [_static(*group) for group in _groups(job, nodes)]}


def _static(targets: Sequence[str], labels: Mapping[str, str]) -> dict[str, Any]:
    static: dict[str, Any] = {"targets": list(targets)}
    return static | {"labels": dict(sorted(labels.items()))} if labels else static


def _groups(
    job: ScrapeJob, nodes: Sequence[ScrapedNode]
) -> Iterable[tuple[Sequence[str], Mapping[str, str]]]:
    """Yield addresses with the labels they share; a node's `instance` is its name."""
    if job.node_port is None:
        return [(job.targets, job.labels)]
    if not nodes:
        return [((f"{LOOPBACK}:{job.node_port}",), job.labels)]
    return [((node.at(job.node_port),), {**job.labels, "instance": node.name}) for node in nodes]
