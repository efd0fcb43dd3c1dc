"""What `boardwright stack check` finds: values that the parts of the check share."""

from __future__ import annotations

from boardwright.errors import ServerError
from boardwright.frozen import frozen


@frozen
class Problem:
    """Something wrong, and what to do about it."""

    what: str
    hint: str | None = None

    @classmethod
    def of(cls, error: ServerError, *, hint: str | None = None) -> Problem:
        """Return the problem of a server that could not be asked."""
        return cls(what=error.what, hint=error.hint or hint)


@frozen
class CheckedServer:
    """One server, asked.

    Attributes:
        name: `prometheus`, `grafana`, or the name of its scrape job.
        instance: The label by which Prometheus knows it; empty for Prometheus and Grafana.
        url: Where it was asked.
        answers: Whether it could be reached from here.
        software: What it says that it is; empty when it was not reached or does not tell.
        version: Likewise.
        facts: What else there is to say, one short phrase each.
        problems: What is wrong with it.
    """

    name: str
    instance: str = ""
    url: str
    answers: bool
    software: str = ""
    version: str = ""
    facts: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


START_HINT = "Is it running there? The bundled stack starts with `make up`."
AWAY_HINT = "It answers from here: look at the way from Prometheus to it, and at its address."
RELOAD_HINT = (
    "It runs with another prometheus.yml than the project's. Run `boardwright build`, then let it"
    " reload: `make up` does that, and so does kill -HUP."
)
