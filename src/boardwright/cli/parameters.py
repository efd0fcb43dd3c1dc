"""Types of command-line options and arguments. The shell completes the values of some types."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.types import StringParamType

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from boardwright.config.project import ProjectSettings


EMPTY = "the value is empty. Perhaps a shell variable is not set."


def require_text(text: str) -> str:
    """Return the text unchanged. Refuse an empty text, which is often the result of an unset shell
    variable.

    Raises:
        BadParameter: The text is empty or only spaces.
    """
    if not text.strip():
        raise click.BadParameter(EMPTY)
    return text


class FolderPath(click.Path):
    """The type of an option or argument whose value is the path of a folder that may not exist
    yet. An empty path is an error, because Python would treat it as the current folder.
    """

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the folder's path.

        Raises:
            BadParameter: The path is empty or begins with `~`.
        """
        if require_text(str(value)).startswith("~"):
            self.fail(f"the shell did not expand ~ in {value!r}. Write the full path.")
        return super().convert(value, param, ctx)


FOLDER = FolderPath()


class DeclaredName(StringParamType):
    """The type of an option or argument whose value is a name that the current project declares,
    such as the name of an environment. The shell can complete such names.
    """

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name.

        Raises:
            BadParameter: The name is empty.
        """
        return require_text(str(value))

    def list_names(self, project: ProjectSettings) -> Iterable[str]:
        """Return the names that the shell completes."""
        raise NotImplementedError

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the names that begin with the typed text; an empty list outside a project."""
        from click.shell_completion import CompletionItem

        from boardwright.cli.current_project import require_current_project
        from boardwright.errors import BoardwrightError

        try:
            names = sorted(set(self.list_names(require_current_project())))
        except BoardwrightError:
            return []
        before, comma, last = incomplete.rpartition(",")
        return [CompletionItem(before + comma + n) for n in names if n.startswith(last)]


class EnvironmentName(DeclaredName):
    """The type of an option whose value is the NAME of a table [environments.NAME]."""

    name = "NAME"

    def list_names(self, project: ProjectSettings) -> Iterable[str]:
        """Return the names of the environments in boardwright.toml."""
        return project.environments


class RuleNames(DeclaredName):
    """The type of an option whose value is a list of rule ids, prefixes of ids, or rule groups,
    separated by commas.
    """

    name = "RULES"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text.

        Raises:
            BadParameter: The text is empty or contains only commas and spaces.
        """
        if not str(value).replace(",", " ").strip():
            self.fail(f"{EMPTY} Write ids or groups of rules, such as queries,duplicate-uid.")
        return str(value)

    def list_names(self, project: ProjectSettings) -> Iterable[str]:
        """Return the ids and groups of all rules."""
        from boardwright.commands.checking.check import list_rules

        rules = list_rules(project)
        return [*(rule.id for rule in rules), *(rule.group for rule in rules)]


class BoardUid(DeclaredName):
    """The type of an argument whose value is the uid of a board. The shell completes the uids of
    boards for which `build` wrote a file.
    """

    name = "UID"

    def list_names(self, project: ProjectSettings) -> Iterable[str]:
        """Return the uids of the boards in the build's output folder."""
        folder = project.root / project.output / "dashboards"
        return [path.stem for path in folder.rglob("*.json")]


class FolderTitle(DeclaredName):
    """The type of an option whose value is the title of a folder in Grafana."""

    name = "TITLE"

    def list_names(self, project: ProjectSettings) -> Iterable[str]:
        """Return the titles of the folders that boardwright.toml declares."""
        return [project.folder, *project.folder_uids]


class Tag(DeclaredName):
    """The type of an option whose value is a tag of boards in Grafana. The shell completes nothing,
    because boardwright.toml declares no tags.
    """

    def list_names(self, project: ProjectSettings) -> Iterable[str]:
        """Return no names."""
        return ()


def refuse_single_url(grafana_url: str | None, command: str) -> None:
    """Refuse `--url` for a command that contacts several Grafana servers.

    Raises:
        UsageError: `--url` or `GRAFANA_URL` is set.
    """
    if grafana_url is not None:
        raise click.UsageError(
            f"--url or GRAFANA_URL is the address of one Grafana, but {command} contacts several"
            " Grafana servers. Set the URLs in boardwright.toml instead."
        )


ENVIRONMENT, RULES, UID = EnvironmentName(), RuleNames(), BoardUid()
FOLDER_TITLE, TAG = FolderTitle(), Tag()
