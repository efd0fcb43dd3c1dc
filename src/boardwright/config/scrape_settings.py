"""Reads the settings for Prometheus's configuration: `[[scrape]]`, `[[nodes]]`,
`[remote_write]`."""

from __future__ import annotations

import re
from collections.abc import Collection

from boardwright.config.toml_table import Table
from boardwright.http.addresses import find_url_fault
from boardwright.provisioning.nodes import ScrapedNode, find_address_fault, find_target_fault
from boardwright.provisioning.prometheus_config import ScrapeJob
from boardwright.provisioning.remote_write import RemoteWrite

_NODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_RESERVED_HEADERS = frozenset(
    {
        *("host", "content-encoding", "content-length", "content-type", "accept-encoding"),
        *("user-agent", "connection", "keep-alive", "proxy-authenticate", "proxy-authorization"),
        *("www-authenticate", "x-prometheus-remote-write-version"),
        "x-prometheus-remote-read-version",
    }
)
"""Headers that Prometheus itself sets in remote write, so the configuration must not set these
headers.
"""
_ADDRESS_HINT = (
    'Write an address such as "10.0.0.5" or "web-1.example.org", without scheme, port and spaces.'
    " Set the port as node_port in a [[scrape]] table."
)
_FILE_HINT = (
    "Put the secret into a file that Prometheus can read, and set token_file, or username and"
    " password_file."
)


def read_jobs(top: Table) -> tuple[ScrapeJob, ...]:
    """Read the array of tables `[[scrape]]`."""
    jobs: list[ScrapeJob] = []
    for table in top.get_tables("scrape"):
        table.expect(
            *("job", "targets", "node_port", "metrics_path", "scheme", "labels", "token_file"),
            *("username", "password_file"),
        )
        _refuse_secrets(table, "scrape")
        job = ScrapeJob(
            job=table.require("job", str),
            targets=table.get_texts("targets"),
            node_port=table.take("node_port", int, 0) or None,
            metrics_path=table.get_text("metrics_path"),
            scheme=table.get_text("scheme"),
            labels=_read_labels(table, "scrape"),
            token_file=table.get_text("token_file"),
            username=table.get_text("username"),
            password_file=table.get_text("password_file"),
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
            'Write a list of targets, such as targets = ["web-1.example.org:9100"].',
        )
    if job.node_port is not None and job.targets:
        table.refuse(
            f"the scrape job {job.job!r} has both targets and a node_port",
            "node_port",
            "Remove either targets or node_port.",
        )
    if job.node_port is not None and not 0 < job.node_port < 2**16:
        table.refuse(f"scrape.node_port is {job.node_port}; it takes 1 to 65535", "node_port")
    if job.scheme not in (None, "http", "https"):
        table.refuse(f"scrape.scheme is {job.scheme!r}; it takes http or https", "scheme")
    _check_path(table, job.metrics_path)
    _check_login(table, job, "[[scrape]]")
    for target in job.targets:
        if fault := find_target_fault(target):
            table.refuse(f"a target of the scrape job {job.job!r} {fault[0]}", "targets", fault[1])


def _check_path(table: Table, path: str | None) -> None:
    if path is None:
        return
    without_query = path.partition("?")[0]
    if not path.startswith("/"):
        table.refuse(
            f"scrape.metrics_path is {without_query!r}, which does not begin with a slash",
            "metrics_path",
            'Write a path such as "/metrics".',
        )
    if "?" in path or "#" in path:
        table.refuse(
            f"scrape.metrics_path {without_query!r} has a query string, which Prometheus does not"
            " send",
            "metrics_path",
            "Put a token into a file, and set token_file, or username and password_file.",
        )
    if not path.isprintable() or " " in path:
        table.refuse(f"scrape.metrics_path is {path!r}, which contains a space", "metrics_path")


def _check_login(table: Table, login: ScrapeJob | RemoteWrite, name: str) -> None:
    if bool(login.username) != bool(login.password_file):
        table.refuse(
            f"{name} needs both username and password_file, or neither of the two", "username"
        )
    if login.token_file and login.username:
        table.refuse(
            f"{name} has both token_file and username, but one login is enough",
            "token_file",
            "Remove one of the two.",
        )


def _refuse_secrets(table: Table, name: str) -> None:
    for key in ("token", "password", "bearer_token", "basic_auth"):
        if key in table:
            table.refuse(
                f"{name}.{key} is a secret, which must not be in boardwright.toml", key, _FILE_HINT
            )


def _read_labels(table: Table, name: str) -> dict[str, str]:
    """Read labels of series, and check that every version of Prometheus accepts their names."""
    labels = _read_texts(table, "labels", name)
    for label in labels:
        if not _LABEL.fullmatch(label) or label.startswith("__"):
            hint = "Use letters, digits and _. The name must not begin with a digit or __."
            table.refuse(f"{label!r} in {name}.labels is not a valid label name", label, hint)
    return labels


def read_nodes(top: Table, jobs: Collection[ScrapeJob]) -> tuple[ScrapedNode, ...]:
    """Read `[[nodes]]`. If there are nodes, at least one `[[scrape]]` job must have a
    `node_port`.
    """
    nodes: list[ScrapedNode] = []
    for table in top.get_tables("nodes"):
        table.expect("name", "address")
        node = ScrapedNode(name=table.require("name", str), address=table.require("address", str))
        table.close()
        _check_node(table, node, nodes)
        nodes.append(node)
    if nodes and all(job.node_port is None for job in jobs):
        top.refuse(
            "[[nodes]] is set, but no [[scrape]] job has a node_port",
            "nodes",
            "In the [[scrape]] table of node-exporter, replace targets by node_port = 9100.",
        )
    return tuple(nodes)


def _check_node(table: Table, node: ScrapedNode, others: Collection[ScrapedNode]) -> None:
    if not _NODE.fullmatch(node.name):
        table.refuse(
            f"the node's name {node.name!r} contains other characters than letters, digits, dots,"
            " hyphens and _",
            "name",
        )
    if fault := find_address_fault(node.address):
        what = f"the address of node {node.name!r}, {node.address!r}, {fault}"
        table.refuse(what, "address", _ADDRESS_HINT)
    for other in others:
        if node.name == other.name:
            table.refuse(f"two nodes have the name {node.name!r}", "name")
        if node.address == other.address:
            table.refuse(
                f"the nodes {other.name!r} and {node.name!r} have the same address,"
                f" {node.address!r}",
                "address",
            )


def read_remote_write(top: Table) -> RemoteWrite | None:
    """Return the settings in the table `[remote_write]`; None if boardwright.toml has no such
    table.
    """
    table = top.get_table("remote_write")
    url = table.take("url", str, "")
    _refuse_secrets(table, "remote_write")
    remote = RemoteWrite(
        url=url,
        token_file=table.get_text("token_file"),
        username=table.get_text("username"),
        password_file=table.get_text("password_file"),
        headers=_read_texts(table, "headers", "remote_write"),
        labels=_read_labels(table, "remote_write"),
    )
    table.close()
    if remote != RemoteWrite(url=""):
        _check_remote_write(table, remote)
    return remote if url else None


def _check_remote_write(table: Table, remote: RemoteWrite) -> None:
    if not remote.url:
        table.refuse("remote_write.url is missing", "")
    if fault := find_url_fault(remote.url):
        table.refuse(f"remote_write.url {fault}", "url", _FILE_HINT if "@" in remote.url else None)
    _check_login(table, remote, "[remote_write]")
    for header in remote.headers:
        _check_header(table, header)
    for label, value in remote.labels.items():
        if "$" in value:
            table.refuse(
                f"remote_write.labels.{label} is {value!r}, but Prometheus 3 replaces "
                "$NAME by an environment variable",
                label,
                "Write the value without a $.",
            )


def _check_header(table: Table, header: str) -> None:
    name = header.lower()
    if name == "authorization":
        what = "the header Authorization is a secret, which must not be in boardwright.toml"
        table.refuse(what, "", _FILE_HINT)
    if name in _RESERVED_HEADERS or name.startswith("x-amz-"):
        table.refuse(
            f"the header {header!r} cannot be set, because Prometheus sets it itself", header
        )
    if not HEADER_NAME.fullmatch(header):
        table.refuse(f"{header!r} in remote_write.headers is not a valid name of a header", header)


def _read_texts(table: Table, key: str, name: str) -> dict[str, str]:
    child = table.get_table(key)
    texts = child.get_rest()
    for label, text in texts.items():
        if not isinstance(text, str) or "\n" in text or "\0" in text:
            child.refuse(f"{name}.{key}.{label} is {text!r}; it takes one line of text", label)
    return texts
