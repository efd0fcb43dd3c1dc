"""The settings of the project and the command line that rules can read."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from boardwright.frozen import frozen

if TYPE_CHECKING:
    from boardwright.checks.metrics import Catalogue
    from boardwright.schema.document import Place


@frozen
class DataSourceFact:
    """A data source that the project, or a provisioning file, declares.

    Attributes:
        time_interval: `jsonData.timeInterval` as written; None when it is not.
        place: Where it is declared.
        version: The version of its Prometheus; None when it is not configured.
    """

    name: str
    type: str
    uid: str
    place: Place
    default: bool = False
    time_interval: str | None = None
    version: str | None = None


@frozen
class Settings:
    """The project's settings; outside a project, these defaults.

    Attributes:
        in_project: Whether there is a `boardwright.toml`.
        scrape_interval: The scrape interval in milliseconds; outside a project 15 s.
        window: The project's default window, as written; None for that of this package.
        datasources: The data sources of the project.
        catalogue: The emitted metrics; None without `--metrics`.
    """

    in_project: bool = False
    scrape_interval: int = 15_000
    window: str | None = None
    datasources: tuple[DataSourceFact, ...] = ()
    catalogue: Catalogue | None = None

    @cached_property
    def default_datasource(self) -> DataSourceFact | None:
        """The data source of queries that name none; None when it is not known."""
        default = next((source for source in self.datasources if source.default), None)
        return default or next(iter(self.datasources), None)

    def datasource(self, name: str) -> DataSourceFact | None:
        """Return the project's data source of that name or uid."""
        return next((s for s in self.datasources if name in (s.uid, s.name)), None)
