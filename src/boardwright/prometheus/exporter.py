"""Reads the name and version of an exporter from a metric such as
`node_exporter_build_info{version="1.12.1"} 1`.
"""

from __future__ import annotations

import re
from contextlib import closing

import requests

from boardwright.frozen import frozen
from boardwright.prometheus.prometheus_requests import fetch_lines

_BUILD_INFO = re.compile(r'(?!go_)(?P<name>\w+?)_build_info\{(?:.*,)?version="(?P<version>[^"]*)"')
_CADVISOR = re.compile(r'(?P<name>cadvisor)_version_info\{.*cadvisorVersion="(?P<version>[^"]*)"')
_NAMES = {"node_exporter": "node-exporter", "cadvisor": "cAdvisor"}


@frozen
class Software:
    """The name and version of an exporter; both empty if the exporter does not report them."""

    name: str
    version: str


def read_software(session: requests.Session, url: str) -> Software:
    """Return the name and version of the exporter that serves the metrics at `url`.

    Raises:
        ServerError: The exporter does not answer, answers with an HTTP status other than 200, or
            answers with an HTML page.
    """
    with closing(fetch_lines(session, url)) as lines:
        for line in lines:
            if match := _BUILD_INFO.match(line) or _CADVISOR.match(line):
                name = match["name"]
                return Software(name=_NAMES.get(name, name), version=match["version"])
    return Software(name="", version="")
