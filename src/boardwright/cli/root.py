"""The command `boardwright` and the summaries of its verbs."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import NamedTuple

import click

from boardwright import __version__

NAME = "boardwright"
COMPLETE = "_BOARDWRIGHT_COMPLETE"
"""Environment variable that click's completion script sets when the shell needs completions."""


class Verb(NamedTuple):
    """The summary of a verb for `--help`, and the effects of the verb for docs/security.md.

    Attributes:
        summary: One sentence that describes the verb.
        grafana: Which kinds of requests the verb sends to Grafana.
        prometheus: Which kinds of requests the verb sends to Prometheus or a ruler.
        files: The files that the verb writes.
    """

    summary: str
    grafana: str = "sends nothing to Grafana"
    prometheus: str = "sends nothing to Prometheus"
    files: str = "writes no files"


VERBS: Mapping[str, Verb] = {
    "build": Verb(
        summary="Compile the boards and write the provisioning files.",
        files="writes `provisioning/` and a cache in `.boardwright/`",
    ),
    "check": Verb(
        summary="Report problems in boards before they are deployed.",
        prometheus="with `--metrics URL`, reads from Prometheus; otherwise sends nothing",
        files="with `--fix --write`, changes JSON files; otherwise writes no files",
    ),
    "completion": Verb(summary="Print a completion script for your shell."),
    "deploy": Verb(
        summary="Compile boards and alert rules and push them to Grafana.",
        grafana="reads from Grafana; after you confirmed the plan, creates and changes boards,"
        " folders and alert rules of this project; with `--prune`, also deletes boards and alert"
        " rules; with `--plan` or `--save-plan`, only reads",
        prometheus="with `[ruler]` in `boardwright.toml`, reads the rule groups of the ruler's"
        " tenant and, after you confirmed the plan, changes the groups of this project; otherwise"
        " sends nothing",
        files="with `--save-plan`, writes the plan; otherwise writes no files",
    ),
    "diff": Verb(
        summary="Compare boards and alert rules with Grafana, a git ref or files.",
        grafana="reads from Grafana",
        prometheus="with `[ruler]` in `boardwright.toml`, reads from the ruler; otherwise sends"
        " nothing",
    ),
    "import": Verb(
        summary="Convert existing boards to Python modules.",
        grafana="with `--from-grafana`, reads from Grafana; otherwise sends nothing",
        files="writes Python modules; adds folders to `boardwright.toml`",
    ),
    "list": Verb(summary="List each board with its uid, title, folder and number of panels."),
    "new": Verb(
        summary="Create a project with a first board.",
        grafana="with `--grafana URL`, reads from Grafana; otherwise sends nothing",
        files="writes the files of a new project",
    ),
    "preview": Verb(
        summary="Show boards with data in a browser, without Grafana.",
        prometheus="with `--prometheus`, `--record` or `--data live`, queries Prometheus; otherwise"
        " sends nothing",
        files="writes HTML pages; with `--record`, also writes Prometheus's answers",
    ),
    "release": Verb(
        summary="Stop managing boards and alert rules, and leave them in Grafana.",
        grafana="reads from Grafana; removes the project's tag from the boards, and its"
        " annotation from the alert rules, that you name",
    ),
    "stack": Verb(
        summary="Check that Grafana, Prometheus and the scrape targets work.",
        grafana="reads from Grafana; asks Grafana to check the health of its data sources",
        prometheus="reads from Prometheus",
    ),
    "suggest-rules": Verb(
        summary="Find recording rules for expressions that queries repeat.",
        prometheus="with `--prometheus`, queries Prometheus; otherwise sends nothing",
        files="with `--write`, writes a rule module and changes queries; otherwise writes no files",
    ),
    "test": Verb(
        summary="Test panels and rules with Prometheus's own engine.",
        prometheus="with `--capture URL`, queries Prometheus; otherwise sends nothing, because"
        " `promtool` runs on this machine",
        files="with `--update`, writes snapshot files; with `--capture`, writes the captured"
        " series; otherwise writes no files",
    ),
    "watch": Verb(
        summary="Serve previews and redraw them when a file is saved.",
        prometheus="with `--prometheus`, queries Prometheus; otherwise sends nothing",
        files="writes no files, because it serves the pages on 127.0.0.1",
    ),
}


class VerbGroup(click.Group):
    """A click group that imports the module of a verb only when the user calls the verb."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the verbs."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a verb and return the verb."""
        if cmd_name not in VERBS:
            return None
        # If Ctrl-C interrupts the import of orjson, orjson crashes.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            command: click.Command = import_module(_name_module(cmd_name)).command
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb that the arguments name.

        Raises:
            UsageError: No verb has this name. The message suggests the verb with the most similar
                name.
        """
        if args[0] not in VERBS and not args[0].startswith("-"):
            from boardwright.notation.similar_names import list_names, suggest_name

            hint = suggest_name(args[0], VERBS, otherwise=list_names("Verbs", VERBS))
            ctx.fail(f"No such verb {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the summaries of the verbs without importing their modules."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.summary) for name, verb in VERBS.items()])


def _name_module(verb: str) -> str:
    return f"boardwright.cli.{verb.replace('-', '_')}_verb"


@click.group(
    name=NAME,
    cls=VerbGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Grafana dashboards declared in Python: compile, check, review and deploy them.",
    epilog="""\b
Examples:
  boardwright new my-boards       start a project
  boardwright build               compile dashboards/ into provisioning/
  boardwright check               report problems in the boards
  boardwright build --check       exit 1 if the written files are out of date

\b
Exit codes: 0 success, 1 problems or differences, 2 usage error or failure.""",
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def boardwright() -> None:
    """Run the verb that the first argument names."""


def run_command_line(arguments: Sequence[str]) -> int:
    """Run a verb and return its exit code.

    `click.Command.main` would exit with 1 if the reader of the output closed the pipe. In
    boardwright, 1 means that problems were found.

    Raises:
        ClickException: The arguments are wrong.
        BoardwrightError, OSError: The verb failed.
    """
    if instruction := os.environ.get(COMPLETE):
        from click.shell_completion import shell_complete

        return shell_complete(boardwright, {}, NAME, COMPLETE, instruction)
    try:
        with boardwright.make_context(NAME, list(arguments)) as context:
            return int(boardwright.invoke(context) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
