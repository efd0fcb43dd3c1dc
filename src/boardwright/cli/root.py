"""The command and its verbs, each imported when it is called for."""

from __future__ import annotations

from importlib import import_module

import click

from boardwright import __version__

VERBS = {
    "build": "Compile the boards and write the provisioning tree.",
    "check": "Tell what is wrong with boards, before anyone looks at them.",
    "completion": "Print the completion script of your shell.",
    "deploy": "Compile boards and alert rules and push them to Grafana.",
    "diff": "Show what would change, by panel and by alert rule.",
    "import": "Bring stored boards into Python modules that compile to the same boards.",
    "list": "List the boards: uid, title, folder, panels.",
    "new": "Start a project in an empty folder.",
    "preview": "Show boards as pages, with data, without a Grafana.",
    "release": "Give boards and alert rules up, and leave them in Grafana.",
    "stack": "Look after the servers: `stack check` says which answer, and what is wrong.",
    "watch": "Serve the boards' pages here, drawn anew whenever a file is saved.",
}


class LazyGroup(click.Group):
    """A group that knows its verbs by name, and imports one only to run it or show its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs' names."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the verb of that name."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"boardwright.cli.{cmd_name}_verb").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs' summaries without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(
    name="boardwright",
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  boardwright new my-boards       start a project
  boardwright build               compile dashboards/ into provisioning/
  boardwright build --check       is the committed output stale? (exit 1)

\b
Exit codes: 0 fine, 1 findings or differences, 2 usage or trouble.""",
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def boardwright() -> None:
    """Grafana dashboards declared in Python: compile, check, review and deploy them."""
