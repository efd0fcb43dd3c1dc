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
"""Headers that Prometheus itself sets in each remote-write request. Prometheus refuses a
configuration in which `remote_write` sets a header of this list.
"""
_ADDRESS_HINT = (
    'Write an address such as "10.0.0.5" or "web-1.example.org", without scheme, port and spaces.'
    " The port belongs into the key node_port of a [[scrape]] table."
)
_FILE_HINT = (
    "Put the token or password into a file on the Prometheus server. Then set token_file, or set"
    " username and password_file."
)


def read_jobs(top: Table) -> tuple[ScrapeJob, ...]:
    """Read the scrape jobs in the tables `[[scrape]]`."""
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
            f"the scrape job {job.job!r} has both targets and node_port, but only one of them is"
            " allowed",
            "node_port",
            "Remove either targets or node_port.",
        )
    if job.node_port is not None and not 0 < job.node_port < 2**16:
        what = f"scrape.node_port is {job.node_port}, but must be from 1 to 65535"
        table.refuse(what, "node_port")
    if job.scheme not in (None, "http", "https"):
        table.refuse(f"scrape.scheme is {job.scheme!r}, but must be http or https", "scheme")
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
            f"scrape.metrics_path {without_query!r} has a query string or a fragment, which"
            " Prometheus does not send",
            "metrics_path",
            "Remove the query string or the fragment. If the exporter needs a token, put the token"
            " into a file, and set token_file.",
        )
    if not path.isprintable() or " " in path:
        what = f"scrape.metrics_path is {path!r}, but must not contain spaces or control characters"
        table.refuse(what, "metrics_path")


def _check_login(table: Table, login: ScrapeJob | RemoteWrite, name: str) -> None:
    if bool(login.username) != bool(login.password_file):
        table.refuse(
            f"{name} has only one of username and password_file, but a login needs both keys",
            "username",
        )
    if login.token_file and login.username:
        table.refuse(
            f"{name} has both token_file and username, but Prometheus can send only one of them",
            "token_file",
            "Remove token_file, or remove username and password_file.",
        )


def _refuse_secrets(table: Table, name: str) -> None:
    for key in ("token", "password", "bearer_token", "basic_auth"):
        if key in table:
            table.refuse(
                f"{name}.{key} is a secret, which must not be in boardwright.toml", key, _FILE_HINT
            )


def _read_labels(table: Table, name: str) -> dict[str, str]:
    """Read `labels`, and check that every version of Prometheus accepts the names of the labels."""
    labels = _read_texts(table, "labels", name)
    for label in labels:
        if not _LABEL.fullmatch(label) or label.startswith("__"):
            hint = "Use ASCII letters, digits and _. The name must not begin with a digit or __."
            table.refuse(f"{label!r} in {name}.labels is not a valid label name", label, hint)
    return labels


def read_nodes(top: Table, jobs: Collection[ScrapeJob]) -> tuple[ScrapedNode, ...]:
    """Read the machines in the tables `[[nodes]]`.

    Raises:
        ConfigError: No `[[scrape]]` job has a `node_port`, or a value is invalid.
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
            "Prometheus would not scrape the [[nodes]], because no [[scrape]] table has node_port",
            "nodes",
            "In the [[scrape]] table of node_exporter, replace targets by node_port = 9100.",
        )
    return tuple(nodes)


def _check_node(table: Table, node: ScrapedNode, others: Collection[ScrapedNode]) -> None:
    if not _NODE.fullmatch(node.name):
        table.refuse(
            f"the node's name {node.name!r} is not valid: use only ASCII letters, digits, dots,"
            " hyphens and _, and begin with a letter or digit",
            "name",
        )
    if fault := find_address_fault(node.address):
        what = f"the address {node.address!r} of the node {node.name!r} {fault}"
        table.refuse(what, "address", _ADDRESS_HINT)
    for other in others:
        if node.name == other.name:
            table.refuse(f"two nodes have the name {node.name!r}", "name")
        if node.address == other.address:
            table.refuse(
                f"the nodes {other.name!r} and {node.name!r} have the same address"
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
                f"remote_write.labels.{label} is {value!r}, but Prometheus 3 would replace the $ "
                "and the name after it by an environment variable",
                label,
                "Write the value without a $.",
            )


def _check_header(table: Table, header: str) -> None:
    name = header.lower()
    if name == "authorization":
        what = "remove the header Authorization from boardwright.toml, because it contains a secret"
        table.refuse(what, "", _FILE_HINT)
    if name in _RESERVED_HEADERS or name.startswith("x-amz-"):
        table.refuse(
            f"remove the header {header!r} from remote_write.headers, because Prometheus itself"
            " sets this header",
            header,
        )
    if not HEADER_NAME.fullmatch(header):
        what = f"{header!r} in remote_write.headers is not a valid name of an HTTP header"
        table.refuse(what, header)


def _read_texts(table: Table, key: str, name: str) -> dict[str, str]:
    child = table.get_table(key)
    texts = child.get_rest()
    for label, text in texts.items():
        if not isinstance(text, str) or "\n" in text or "\0" in text:
            child.refuse(f"{name}.{key}.{label} is {text!r}, but must be one line of text", label)
    return texts
