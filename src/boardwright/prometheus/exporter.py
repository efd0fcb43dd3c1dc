"""What a scraped server says that it is: `node_exporter_build_info{version="1.12.1"} 1`."""

from __future__ import annotations

import re
from contextlib import closing

import requests

from boardwright.frozen import frozen
from boardwright.prometheus.http import get_lines

_BUILD_INFO = re.compile(r'(?!go_)(?P<name>\w+?)_build_info\{(?:.*,)?version="(?P<version>[^"]*)"')
_CADVISOR = re.compile(r'(?P<name>cadvisor)_version_info\{.*cadvisorVersion="(?P<version>[^"]*)"')
_NAMES = {"node_exporter": "node-exporter", "cadvisor": "cAdvisor"}


@frozen
class Software:
    """A program and its version; either is empty when it is not told."""

    name: str
    version: str


def software_of(session: requests.Session, url: str) -> Software:
    """Return what serves the metrics at `url`.

    Raises:
        ServerError: No answer, or no metrics.
    """
    with closing(get_lines(session, url)) as lines:
        for line in lines:
            if match := _BUILD_INFO.match(line) or _CADVISOR.match(line):
                name = match["name"]
                return Software(name=_NAMES.get(name, name), version=match["version"])
    return Software(name="", version="")
