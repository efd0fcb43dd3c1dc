"""Settings of Prometheus: `[[scrape]]`, `[[nodes]]`, `[remote_write]`."""

from __future__ import annotations

import re
from collections.abc import Collection

from boardwright.config.toml_table import Table
from boardwright.http.addresses import url_fault
from boardwright.provisioning.nodes import Node, address_fault
from boardwright.provisioning.prometheus_config import ScrapeJob
from boardwright.provisioning.remote_write import RemoteWrite

_NODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ADDRESS_HINT = (
    'Write address = "10.0.0.5" or "web-1.example.org": no scheme, no port (that is node_port of a'
    " [[scrape]] job), no spaces."
)
_FILE_HINT = (
    "Put it into a file that Prometheus can read, and name that: token_file, or username and"
    " password_file."
)


def read_jobs(top: Table) -> tuple[ScrapeJob, ...]:
    """Read `[[scrape]]`."""
    jobs: list[ScrapeJob] = []
    for table in top.tables("scrape"):
        table.expect("job", "targets", "node_port", "metrics_path", "scheme", "labels")
        labels = table.table("labels").rest()
        job = ScrapeJob(
            job=table.need("job", str),
            targets=table.texts("targets"),
            node_port=table.take("node_port", int, 0) or None,
            metrics_path=table.take("metrics_path", str, "") or None,
            scheme=table.take("scheme", str, "") or None,
            labels={key: str(value) for key, value in labels.items()},
        )
        table.close()
        _check_job(table, job, jobs)
        jobs.append(job)
    return tuple(jobs)


def _check_job(table: Table, job: ScrapeJob, others: Collection[ScrapeJob]) -> None:
    if any(job.job == other.job for other in others):
        table.refuse(f"two scrape jobs have the name {job.job!r}", "job")
    if job.node_port is None and not job.targets:
        table.refuse(
            f"the scrape job {job.job!r} has no targets",
            "targets",
            'Write targets = ["host:port"].',
        )
    if job.node_port is not None and job.targets:
        table.refuse(
            f"the scrape job {job.job!r} has both targets and a node_port", "node_port", "Keep one."
        )
    if job.node_port is not None and not 0 < job.node_port < 2**16:
        table.refuse(f"scrape.node_port is {job.node_port}; it takes 1 to 65535", "node_port")


def read_nodes(top: Table, jobs: Collection[ScrapeJob]) -> tuple[Node, ...]:
    """Read `[[nodes]]`; they need a job that is scraped on every node."""
    nodes: list[Node] = []
    for table in top.tables("nodes"):
        table.expect("name", "address")
        node = Node(name=table.need("name", str), address=table.need("address", str))
        table.close()
        _check_node(table, node, nodes)
        nodes.append(node)
    if nodes and all(job.node_port is None for job in jobs):
        top.refuse(
            "has [[nodes]], and no [[scrape]] job that is scraped on each of them",
            "nodes",
            "Give the job of node-exporter node_port = 9100 in place of its targets.",
        )
    return tuple(nodes)


def _check_node(table: Table, node: Node, others: Collection[Node]) -> None:
    if not _NODE.fullmatch(node.name):
        table.refuse(
            f"the node's name {node.name!r} is not letters, digits, dots, hyphens and _", "name"
        )
    if fault := address_fault(node.address):
        what = f"the address of node {node.name!r}, {node.address!r}, {fault}"
        table.refuse(what, "address", _ADDRESS_HINT)
    for other in others:
        if node.name == other.name:
            table.refuse(f"two nodes have the name {node.name!r}", "name")
        if node.address == other.address:
            table.refuse(
                f"the nodes {other.name!r} and {node.name!r} have one address, {node.address!r}",
                "address",
            )


def read_remote_write(top: Table) -> RemoteWrite | None:
    """Read `[remote_write]`; None when it is not there."""
    table = top.table("remote_write")
    url = table.take("url", str, "")
    remote = RemoteWrite(
        url=url,
        token_file=table.take("token_file", str, "") or None,
        username=table.take("username", str, "") or None,
        password_file=table.take("password_file", str, "") or None,
        headers=_texts_of(table, "headers"),
        labels=_texts_of(table, "labels"),
    )
    for key in ("token", "password"):
        if table.take(key, object, None) is not None:
            table.refuse(f"remote_write.{key} is a secret in a committed file", key, _FILE_HINT)
    table.close()
    if remote != RemoteWrite(url=""):
        _check_remote_write(table, remote)
    return remote if url else None


def _check_remote_write(table: Table, remote: RemoteWrite) -> None:
    if not remote.url:
        table.refuse("remote_write.url is missing", "")
    if fault := url_fault(remote.url):
        table.refuse(f"remote_write.url {fault}", "url", _FILE_HINT if "@" in remote.url else None)
    if bool(remote.username) != bool(remote.password_file):
        table.refuse("username and password_file of [remote_write] go together", "username")
    if remote.token_file and remote.username:
        table.refuse("[remote_write] has a token_file and a username", "token_file", "Keep one.")
    for header in remote.headers:
        if header.lower() == "authorization":
            table.refuse("a header Authorization is a secret in a committed file", "", _FILE_HINT)
    for label in remote.labels:
        if not _LABEL.fullmatch(label):
            table.refuse(f"{label!r} in remote_write.labels is not a label name", label)


def _texts_of(table: Table, key: str) -> dict[str, str]:
    within = table.table(key)
    values = within.rest()
    for name, value in values.items():
        if not isinstance(value, str):
            within.refuse(f"remote_write.{key}.{name} is {value!r}; it takes text", name)
    return values
