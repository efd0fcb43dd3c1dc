"""The options of a deploy, and the types of the functions that the caller passes to a deploy."""

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
        adopt: Overwrite boards and alert rules that Grafana has under a declared uid, but without
            the project's tag or annotation.
        force: Overwrite changes that someone made in Grafana since the last deploy.
        allow_missing_sources: Deploy boards even if Grafana lacks their data sources.
        prune_share: Largest percentage of the project's boards or rules that the deploy may delete
            because they are no longer declared; None to delete nothing.
        at_once: Number of requests that are sent at the same time; None for 8 requests when reading
            and 3 when saving.
        only: The only server to which the deploy writes; None for Grafana and the configured ruler.
    """

    adopt: bool = False
    force: bool = False
    allow_missing_sources: bool = False
    prune_share: int | None = None
    at_once: int | None = None
    only: DeployedServer | None = None
