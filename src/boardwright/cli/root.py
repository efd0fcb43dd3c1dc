"""The command `boardwright` and its verbs. The module of a verb is imported only when the verb is
called.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from importlib import import_module

import click

from boardwright import __version__

NAME = "boardwright"
COMPLETE = "_BOARDWRIGHT_COMPLETE"
"""Environment variable that click's completion script sets when the shell needs completions."""
VERBS = {
    "build": "Compile the boards and write the provisioning files.",
    "check": "Report problems in boards before they are deployed.",
    "completion": "Print a completion script for your shell.",
    "deploy": "Compile boards and alert rules and push them to Grafana.",
    "diff": "Compare boards and alert rules with Grafana, a git ref or files.",
    "import": "Convert existing boards to Python modules.",
    "list": "List the boards with uid, title, folder and number of panels.",
    "new": "Create a project with a first board.",
    "preview": "Show boards with data in a browser, without Grafana.",
    "release": "Stop managing boards and alert rules, and leave them in Grafana.",
    "stack": "Check that Grafana, Prometheus and the scrape targets work.",
    "suggest-rules": "Find recording rules for expressions that queries repeat.",
    "test": "Test panels and rules with Prometheus's own engine.",
    "watch": "Serve previews and redraw them when a file is saved.",
}


class VerbGroup(click.Group):
    """A click group that lists its verbs by name, and imports the module of a verb only when the
    verb is called.
    """

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
            from difflib import get_close_matches

            near = get_close_matches(args[0], VERBS, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"Verbs: {', '.join(VERBS)}."
            ctx.fail(f"No such verb {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the summaries of the verbs without importing their modules."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


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

    Unlike `click.Command.main`, this function does not exit with 1 if the output pipe is closed,
    because 1 means that problems were found.

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
