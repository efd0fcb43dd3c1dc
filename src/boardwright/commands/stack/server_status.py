"""Results of `boardwright stack check`: values and hints that its parts share."""

from __future__ import annotations

from urllib.parse import urlsplit

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.http.addresses import is_loopback
from boardwright.http.request_errors import SlowError, UnreachableError


@frozen
class StackProblem:
    """Something wrong with a server, and what to do about it."""

    what: str
    hint: str | None = None

    @classmethod
    def of_error(cls, error: ServerError, *, url: str) -> StackProblem:
        """Return the problem of a server that did not give its answer; the hint fits the cause."""
        hint = error.hint
        if isinstance(error, UnreachableError | SlowError):
            hint = start_hint(url)
        return cls(what=error.what, hint=hint)


@frozen
class CheckedServer:
    """One server and the result of its check.

    Attributes:
        name: `prometheus`, `grafana`, or the name of its scrape job.
        instance: The label `instance` in Prometheus; empty for Prometheus and Grafana.
        url: The address that was checked.
        answers: Whether it answered from here.
        software: The name of its software; empty when it did not answer or does not report it.
        version: The version of that software; empty likewise.
        facts: Further results, one short phrase each.
        problems: The problems that were found.
    """

    name: str
    instance: str = ""
    url: str
    answers: bool
    software: str = ""
    version: str = ""
    facts: tuple[str, ...] = ()
    problems: tuple[StackProblem, ...] = ()


AWAY_HINT = "It answers from here: check the network between Prometheus and it, and its address."
_STACK_RELOAD = (
    "It runs with another prometheus.yml than the project's. Run `boardwright build`, then let it"
    " reload: kill -HUP, or for the bundled stack `make up`."
)


def start_hint(url: str) -> str:
    """Return what to do about a server that cannot be reached: start it, or ask its operator."""
    if is_loopback(url):
        return (
            "Is it running, and is that its address? boardwright.toml has the address; the bundled"
            " stack starts with `make up`."
        )
    host = urlsplit(url).hostname or url
    return f"Is it running, and can this machine reach it? Ask whoever operates {host}."


def restart_hint(url: str) -> str:
    """Return what to do about a Grafana whose data sources are not the project's."""
    if is_loopback(url):
        return (
            "Grafana reads the project's data sources when it starts: restart it; for the bundled"
            " stack: docker compose restart grafana."
        )
    host = urlsplit(url).hostname or url
    return (
        "Write the uid and type of that Grafana's own data source into [[datasources]], or ask"
        f" whoever operates {host} to add it."
    )


def reload_hint(url: str) -> str:
    """Return what to do about a Prometheus that runs with another configuration."""
    if is_loopback(url):
        return _STACK_RELOAD
    host = urlsplit(url).hostname or url
    return (
        "It runs with another prometheus.yml than the project's: whoever operates"
        f" {host} can install the built one and let Prometheus reload it."
    )
