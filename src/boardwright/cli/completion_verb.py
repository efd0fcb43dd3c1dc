"""The command `boardwright completion`: its arguments, options and output."""

from __future__ import annotations

import click


@click.command(
    name="completion",
    epilog="""\b
Examples:
  boardwright completion bash >> ~/.bashrc
  boardwright completion zsh >> ~/.zshrc
  boardwright completion fish > ~/.config/fish/completions/boardwright.fish""",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the completion script for SHELL."""
    from click.shell_completion import get_completion_class

    from boardwright.cli.root import COMPLETE, NAME, boardwright

    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"completion is not available for the shell {shell}")
    script = completion(boardwright, {}, NAME, COMPLETE).source()
    click.echo(script)
    return 0
