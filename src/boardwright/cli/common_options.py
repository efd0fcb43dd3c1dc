"""The options and arguments that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from boardwright.cli.parameters import ENVIRONMENT, FOLDER, require_text

Command = Callable[..., int]
Decorator = Callable[[Command], Command]

PATHS: Decorator = click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
GRAFANA_URL: Decorator = click.option(
    "--url",
    "grafana_url",
    metavar="URL",
    envvar="GRAFANA_URL",
    help="URL of Grafana.  [env: GRAFANA_URL; default: boardwright.toml]",
)
"""The option `--url` of every verb that contacts Grafana."""

THEME: Decorator = click.option(
    "--theme", type=click.Choice(["dark", "light"]), default="dark", show_default=True
)
OPEN_PAGE: Decorator = click.option(
    "--open", "open_it", is_flag=True, help="Open the page in a browser."
)


def add_environment_option(text: str, *, is_repeated: bool = False) -> Decorator:
    """Return a decorator that adds `--env`. The command receives the value as `env` or, if the
    option can be repeated, the values as `envs`.
    """
    name = "envs" if is_repeated else "env"
    return click.option("--env", name, type=ENVIRONMENT, multiple=is_repeated, help=text)


def add_output_option(text: str) -> Decorator:
    """Return a decorator that adds `--output`, the folder for the written files."""
    return click.option("--output", "-o", type=FOLDER, help=text)


def add_format_option(
    *formats: str, text: str = "Text for people, JSON for programs."
) -> Decorator:
    """Return a decorator that adds `--format`, whose default is `text`. The command receives the
    value as `form`. If `formats` is empty, the user can choose `text` or `json`.
    """
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats or ("text", "json")),
        default="text",
        show_default=True,
        help=text,
    )


def add_all_option(text: str) -> Decorator:
    """Return a decorator that adds the flag `--all`. The command receives the flag as `every`."""
    return click.option("--all", "every", is_flag=True, help=text)


def add_no_cache_option(
    text: str = "Run every module; do not use results of earlier builds.",
) -> Decorator:
    """Return a decorator that adds `--no-cache`."""
    return click.option("--no-cache", is_flag=True, help=text)


def add_check_option(text: str) -> Decorator:
    """Return a decorator that adds `--check`."""
    return click.option("--check", is_flag=True, help=text)


def add_changed_since_option(text: str) -> Decorator:
    """Return a decorator that adds `--changed-since`, a git ref."""
    return click.option("--changed-since", metavar="REF", type=require_text, help=text)


def add_prometheus_option(text: str = "URL of the Prometheus to query.") -> Decorator:
    """Return a decorator that adds `--prometheus`, the URL of a Prometheus server."""
    return click.option("--prometheus", metavar="URL", help=text)


def add_range_option(
    text: str = "Length of the time range, such as 30m, 1h or 7d.",
) -> Decorator:
    """Return a decorator that adds `--range`. The command receives the text as `length`."""
    return click.option("--range", "length", metavar="LENGTH", help=text)


def add_variable_option(
    text: str = "Value of a dashboard variable; can be repeated.",
) -> Decorator:
    """Return a decorator that adds `--var`. The command receives the texts `NAME=VALUE` as
    `assignments`; `read_variables` parses these texts.
    """
    return click.option("--var", "assignments", metavar="NAME=VALUE", multiple=True, help=text)


def read_variables(assignments: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Parse the values of `--var`, such as `device=eth0`.

    Returns:
        Name of a variable -> the values that the user set for the variable.

    Raises:
        BadParameter: A value of `--var` has no variable name or no `=`.
    """
    variables: dict[str, tuple[str, ...]] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not name or not equals:
            raise click.BadParameter(
                f"{assignment!r} does not have the form name=value", param_hint="--var"
            )
        variables[name] = (*variables.get(name, ()), value)
    return variables
