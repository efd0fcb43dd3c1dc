"""A project as an object: its boards, and what the verbs do with them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from boardwright.errors import raise_any
from boardwright.http.sessions import new_session
from boardwright.python_api.public_board import CompiledBoard

if TYPE_CHECKING:
    from requests import Session

    from boardwright.commands.checking.check import Checked
    from boardwright.commands.deploying.deploy import Deploy
    from boardwright.commands.diffing.diff import DiffResult
    from boardwright.projects.compiled_project import Compiled


class Project:
    """A project: the folder that holds a `boardwright.toml`.

    The object reads the project when it is made, and compiles the boards when they are first
    asked for; make a new one to see later changes. Modules run in forked processes, so make calls
    from one thread at a time.

    Used in a `with` statement, it closes its connections to Grafana at the end.

    Args:
        path: The folder of `boardwright.toml`, or a folder inside it.
        env: The environment, as with `--env`; None for the project's own settings.
        grafana_url: The address of the Grafana, in place of the configured one.

    Raises:
        ConfigError: There is no `boardwright.toml`, something in it is wrong, or it has no such
            environment.
    """

    def __init__(
        self, path: Path | str = ".", *, env: str | None = None, grafana_url: str | None = None
    ) -> None:
        from boardwright.config.project import read_project
        from boardwright.config.project_root import find_root

        self._settings = read_project(find_root(Path(path).absolute())).at_grafana(grafana_url)
        self._environment = self._settings.environment(env)
        self._env = env
        self._sessions = ExitStack()

    @property
    def name(self) -> str:
        """The name."""
        return self._settings.name

    @property
    def root(self) -> Path:
        """The folder of `boardwright.toml`."""
        return self._settings.root

    @cached_property
    def boards(self) -> tuple[CompiledBoard, ...]:
        """The compiled boards, in the order of their folder and uid.

        Raises:
            BoardwrightError: A board cannot be loaded or compiled; `SeveralProblemsError` for
                more than one.
        """
        from boardwright.commands.checking.rule_inputs import settings_of

        raise_any(self._compiled.errors)
        settings = settings_of(self._settings, None)
        schema = self._environment.schema or "v1"
        return tuple(
            CompiledBoard(
                result=board,
                schema=schema,
                folder=folder.title,
                folder_uid=folder.uid or "",
                settings=settings,
            )
            for folder, board in self._compiled.boards
        )

    def board(self, uid: str) -> CompiledBoard:
        """Return the board with a uid.

        Raises:
            KeyError: There is none.
            BoardwrightError: As for `boards`.
        """
        return {board.uid: board for board in self.boards}[uid]

    def check(
        self,
        *paths: Path | str,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        profile: str | None = None,
        metrics: Sequence[str] = (),
    ) -> Checked:
        """Check the boards and alert rules, as `boardwright check` does; nothing is written.

        Args:
            paths: Files and folders; without any, the whole project.
            select: Rules to run instead of the profile's.
            ignore: Rules not to run.
            profile: The rule profile; None for the project's.
            metrics: Sources of metrics; without any, the project's.

        Returns:
            The problems, and the errors of files that could not be read or compiled.

        Raises:
            BoardwrightError: Nothing can be checked, for instance because a rule does not exist.
        """
        from boardwright.commands.checking.check import CheckOptions, check

        options = CheckOptions(select=select, ignore=ignore, profile=profile, metrics=metrics)
        return check(self._settings, here=Path.cwd(), paths=_paths(paths), options=options)

    def diff(self, *paths: Path | str, against: str = "grafana") -> DiffResult:
        """Compare the declarations with another state, as `boardwright diff` does.

        Args:
            paths: Files and folders; without any, the whole project.
            against: `grafana`, `committed`, a folder, a git ref, or `env:NAME`.

        Returns:
            The changes, and the errors of boards that could not be compared.

        Raises:
            BoardwrightError: Nothing can be compared.
        """
        from boardwright.commands.diffing.diff import diff

        return diff(
            self._settings,
            against=against,
            environ=os.environ,
            paths=_paths(paths),
            env=self._env,
        )

    def plan(
        self,
        *paths: Path | str,
        adopt: bool = False,
        force: bool = False,
        allow_missing_datasources: bool = False,
        prune_share: int | None = None,
    ) -> Deploy:
        """Plan the changes in Grafana; nothing is written.

        The login comes from the environment variables and settings that `boardwright deploy` uses.

        Args:
            paths: Files and folders; without any, the whole project.
            adopt: Take over boards and alert rules that lack the project's tag.
            force: Overwrite changes that someone made in Grafana.
            allow_missing_datasources: Deploy boards whose data sources the Grafana lacks.
            prune_share: Delete boards and rules that are no longer declared, if they are at most
                this share of the project's, in per cent; None to delete none.

        Returns:
            The plan: `writes` is the number of changes, `plan.boards` has a step for each board.

        Raises:
            BoardwrightError: A board cannot be compiled, or Grafana cannot be read.
        """
        from boardwright.commands.deploying.deploy import DeployOptions, plan_deploy

        options = DeployOptions(
            adopt=adopt,
            force=force,
            allow_missing_sources=allow_missing_datasources,
            prune_share=prune_share,
        )
        planned = plan_deploy(
            self._settings,
            options,
            environ=os.environ,
            paths=_paths(paths),
            env=self._env,
            open_session=self._open_session,
        )
        raise_any(planned.errors)
        return planned

    def apply(self, planned: Deploy) -> Deploy:
        """Apply a plan of this project.

        Args:
            planned: The result of `plan`.

        Returns:
            The plan with the outcome of each step: `failed` is whether one failed, `conflicts`
            whether something was left alone because someone else changed it.
        """
        from boardwright.commands.deploying.deploy import apply_deploy

        return apply_deploy(planned, name=self.name)

    def close(self) -> None:
        """Close the connections to Grafana."""
        self._sessions.close()

    def __enter__(self) -> Self:
        """Return the project."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections to Grafana."""
        self.close()

    @cached_property
    def _compiled(self) -> Compiled:
        from boardwright.projects.compiled_project import CacheUse, compile_project

        return compile_project(self._settings, environment=self._environment, cache=CacheUse.READ)

    def _open_session(self) -> Session:
        return self._sessions.enter_context(new_session())


def _paths(paths: Sequence[Path | str]) -> list[Path] | None:
    return [Path(path) for path in paths] or None
