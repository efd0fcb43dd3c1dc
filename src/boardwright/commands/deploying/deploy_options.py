"""The options of a deploy, and the functions that a deploy receives from a program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import requests

from boardwright.frozen import frozen
from boardwright.projects.compiled_project import Progress

ShowProgress = Callable[[str], Progress]
OpenSession = Callable[[], requests.Session]
DeployedServer = Literal["grafana", "ruler"]
"""A server to which a deploy writes."""


@frozen
class DeployOptions:
    """The options of a deploy.

    Attributes:
        adopt: Take over boards and alert rules in Grafana whose uid the project declares, but which
            lack the project's tag.
        force: Overwrite changes that someone made in Grafana since the last deploy.
        allow_missing_sources: Deploy boards even if Grafana lacks their data sources.
        prune_share: Largest percentage of the project's boards or rules to delete because they are
            no longer declared. If None, nothing is deleted.
        at_once: Number of requests that are sent at the same time; None for 8 when reading and 3
            when saving.
        only: The only server of the deploy; None for Grafana and, if one is configured, the ruler.
    """

    adopt: bool = False
    force: bool = False
    allow_missing_sources: bool = False
    prune_share: int | None = None
    at_once: int | None = None
    only: DeployedServer | None = None
