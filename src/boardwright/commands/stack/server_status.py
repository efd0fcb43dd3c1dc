"""The result of checking one server with `boardwright stack check`, and hints for problems."""

from __future__ import annotations

from urllib.parse import urlsplit

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.http.addresses import is_loopback
from boardwright.http.request_errors import SlowError, UnreachableError


@frozen
class StackProblem:
    """A problem of a server, with a hint on how to solve the problem."""

    what: str
    hint: str | None = None

    @classmethod
    def from_error(cls, error: ServerError, *, url: str) -> StackProblem:
        """Return the problem of a server whose request failed, with a hint that fits the cause."""
        hint = error.hint
        if isinstance(error, UnreachableError | SlowError):
            hint = suggest_start(url)
        return cls(what=error.what, hint=hint)


@frozen
class CheckedServer:
    """One server and the result of its check.

    Attributes:
        name: `prometheus`, `grafana`, or the name of a scrape job.
        instance: Value of the label `instance` in Prometheus; empty for Prometheus and Grafana.
        url: URL to which the check sent its requests.
        answers: Whether the server answered a request from this machine.
        scraped: Whether Prometheus's last scrape of the server succeeded; None if Prometheus has
            not scraped the server yet, or does not answer.
        software: Name of the server's software; empty if unknown.
        version: Version of the software; empty if unknown.
        facts: Short texts about the state of the server, which the report lists.
        problems: The problems of the server.
    """

    name: str
    instance: str = ""
    url: str
    answers: bool
    scraped: bool | None = None
    software: str = ""
    version: str = ""
    facts: tuple[str, ...] = ()
    problems: tuple[StackProblem, ...] = ()


AWAY_HINT = (
    "This machine can reach the target. Check the address of the target in "
    "prometheus.yml, and the network between Prometheus and the target."
)
_STACK_RELOAD = (
    "Prometheus does not run with the project's prometheus.yml. Run `boardwright build`, then "
    "send SIGHUP to Prometheus to reload the file. In the bundled stack, run `make up` instead."
)


def suggest_start(url: str) -> str:
    """Return the hint for a server that does not answer."""
    if is_loopback(url):
        return (
            "Check that the server runs at the address in boardwright.toml. In a checkout of"
            " boardwright, `make up` starts the bundled stack."
        )
    host = urlsplit(url).hostname or url
    return (
        f"Check that the server runs and that this machine can reach {host}, or ask the "
        f"operator of {host}."
    )


def suggest_restart(url: str) -> str:
    """Return the hint for a Grafana that lacks a data source of the project."""
    if is_loopback(url):
        return (
            "Restart Grafana, because it reads provisioned data sources only at the start. In the"
            " bundled stack, run `docker compose restart grafana`."
        )
    host = urlsplit(url).hostname or url
    return (
        "Write the uid and type of an existing data source of Grafana into [[datasources]] of "
        f"boardwright.toml, or ask the operator of {host} to add the data source."
    )


def suggest_reload(url: str) -> str:
    """Return the hint for a Prometheus that runs with another configuration."""
    if is_loopback(url):
        return _STACK_RELOAD
    host = urlsplit(url).hostname or url
    return (
        "Prometheus does not run with the project's prometheus.yml. Ask the operator of "
        f"{host} to install the prometheus.yml that `boardwright build` writes."
    )
