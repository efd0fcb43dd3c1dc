"""The class `Project`, with which programs compile, check, compare and deploy the boards of a
project.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from boardwright.errors import ConfigError, UnknownBoardError, raise_any
from boardwright.http.sessions import create_session
from boardwright.lazy import lazy_property
from boardwright.notation.similar_names import suggest_name
from boardwright.python_api.public_board import CompiledBoard

if TYPE_CHECKING:
    from requests import Session

    from boardwright.commands.checking.check import CheckResult
    from boardwright.commands.deploying.deploy import EnvironmentDeploy
    from boardwright.commands.deploying.deploy_options import DeployedServer
    from boardwright.commands.diffing.diff import DiffResult
    from boardwright.projects.compiled_project import CompiledProject


class Project:
    """A project: the folder that contains a `boardwright.toml`.

    The settings are read when the object is created, and the boards are compiled when they are used
    for the first time. To see later changes of files, create a new object. The project's modules
    run in forked processes, so only one thread may use the object at a time.

    In a `with` statement, the connections to Grafana are closed at the end.

    Args:
        path: The folder of `boardwright.toml`, or a folder inside it.
        env: Name of the environment in boardwright.toml, as in `--env NAME`; None for the settings
            outside of environments.
        grafana_url: URL of Grafana, instead of the URL in boardwright.toml. None for the URL in the
            environment variable `GRAFANA_URL`; if this variable is not set, the URL in
            boardwright.toml.

    Raises:
        ConfigError: `boardwright.toml` does not exist, contains an error, or does not declare the
            environment `env`.
    """

    def __init__(
        self, path: Path | str = ".", *, env: str | None = None, grafana_url: str | None = None
    ) -> None:
        from boardwright.config.project_file import read_project
        from boardwright.config.project_root import find_root

        url = grafana_url or os.environ.get("GRAFANA_URL") or None
        self._declared = read_project(find_root(Path(path).absolute()))
        self._settings = self._declared.with_grafana_url(url)
        self._environment = self._settings.find_environment(env)
        self._env = env
        self._sessions = ExitStack()

    @property
    def name(self) -> str:
        """The name of the project."""
        return self._settings.name

    @property
    def root(self) -> Path:
        """The folder that contains `boardwright.toml`."""
        return self._settings.root

    @lazy_property
    def boards(self) -> tuple[CompiledBoard, ...]:
        """The compiled boards, ordered by folder and uid.

        Raises:
            BoardwrightError: A board cannot be loaded or compiled. If there are several errors, a
                `SeveralProblemsError` is raised.
        """
        from boardwright.commands.checking.rule_inputs import build_settings

        raise_any(self._compiled.errors)
        settings = build_settings(self._settings, None)
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
        """Return the board with this uid.

        Raises:
            UnknownBoardError: The project has no board with this uid. This error is also a
                `KeyError`.
            BoardwrightError: A board of the project cannot be loaded or compiled.
        """
        boards = {board.uid: board for board in self.boards}
        if uid not in boards:
            raise UnknownBoardError(
                f"the project has no board with the uid {uid!r}",
                hint=suggest_name(uid, boards, otherwise="`boardwright list` shows the uids."),
            )
        return boards[uid]

    def check(
        self,
        *paths: Path | str,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        profile: str | None = None,
        metrics: Sequence[str] = (),
    ) -> CheckResult:
        """Check the boards and alert rules, as `boardwright check` does. Nothing is written.

        Args:
            paths: Files and folders; if empty, the whole project.
            select: The check rules to run instead of the rules of the profile: ids of rules,
                prefixes of ids, or names of groups of rules.
            ignore: The check rules that are not run: ids of rules, prefixes of ids, or names of
                groups of rules.
            profile: Name of the profile that selects the check rules; None for the profile in
                boardwright.toml.
            metrics: The sources from which the check reads the existing metrics, as for the option
                `--metrics`; if empty, the sources in boardwright.toml.

        Returns:
            The problems, and the errors of files that could not be read or compiled.

        Raises:
            BoardwrightError: The check cannot start, for example because a rule does not exist.
        """
        from boardwright.commands.checking.check import CheckOptions, find_problems

        options = CheckOptions(
            select=_list_terms(select),
            ignore=_list_terms(ignore),
            profile=profile,
            metrics=_list_terms(metrics),
        )
        return find_problems(
            self._settings, here=Path.cwd(), paths=_list_paths(paths), options=options
        )

    def diff(self, *paths: Path | str, against: str = "grafana") -> DiffResult:
        """Compare the boards of the project with another state of the boards, as `boardwright diff`
        does.

        Args:
            paths: Files and folders; if empty, the whole project.
            against: The other state, as for the option `--against`: `grafana`, `committed`, the
                path of a directory, a git ref, or `env:NAME`.

        Returns:
            The changes, and the errors of boards that could not be compared.

        Raises:
            BoardwrightError: The other state of the boards cannot be read.
        """
        from boardwright.commands.diffing.diff import compare_project

        return compare_project(
            self._settings,
            against=against,
            environ=os.environ,
            paths=_list_paths(paths),
            env=self._env,
        )

    def plan(
        self,
        *paths: Path | str,
        adopt: bool = False,
        force: bool = False,
        allow_missing_datasources: bool = False,
        prune_share: int | None = None,
        only: DeployedServer | None = None,
    ) -> EnvironmentDeploy:
        """Plan the changes that a deploy makes in Grafana and, if boardwright.toml contains
        `[ruler]`, in the ruler that stores Prometheus rules. Nothing is written.

        Credentials are read from the same environment variables and settings as for `boardwright
        deploy`.

        Args:
            paths: Files and folders; if empty, the whole project.
            adopt: Take over boards and alert rules in Grafana that have a uid of this project but
                lack the project's tag.
            force: Overwrite changes that someone made in Grafana since the last deploy.
            allow_missing_datasources: Deploy boards even if Grafana does not have the data sources
                of their queries.
            prune_share: Delete boards and rules that are no longer declared, but at most this
                percentage of the project's boards or rules; None to delete nothing.
            only: The only server that the deploy writes to: `grafana` or `ruler`; None for both.

        Returns:
            The plan. Its attribute `writes` is the number of changes in Grafana, and its attribute
            `boards` contains one step for each board.

        Raises:
            ConfigError: `prune_share` is not a percentage, or rules would be sent to a ruler that
                belongs to another Grafana than the given URL.
            BoardwrightError: A board cannot be compiled, or a server cannot be read.
        """
        from boardwright.commands.deploying.deploy import plan_deploy
        from boardwright.commands.deploying.deploy_options import DeployOptions
        from boardwright.commands.deploying.ruler_deploy import is_ruler_of_another_grafana

        declared = self._declared.find_environment(self._env)
        if only is None and is_ruler_of_another_grafana(declared, self._environment):
            raise ConfigError(
                "grafana_url, or GRAFANA_URL, names another Grafana than boardwright.toml, but the"
                " rules would be sent to the ruler in boardwright.toml",
                hint='Pass only="grafana" or only="ruler".',
            )
        if prune_share is not None and not 0 <= prune_share <= 100:
            raise ConfigError(f"prune_share is {prune_share}; it takes a percentage from 0 to 100")
        options = DeployOptions(
            adopt=adopt,
            force=force,
            allow_missing_sources=allow_missing_datasources,
            prune_share=prune_share,
            only=only,
        )
        planned = plan_deploy(
            self._settings,
            options,
            environ=os.environ,
            paths=_list_paths(paths),
            env=self._env,
            open_session=self._open_session,
        )
        raise_any(planned.errors)
        return planned

    def apply(self, planned: EnvironmentDeploy) -> EnvironmentDeploy:
        """Apply a plan of this project to Grafana and the ruler.

        Args:
            planned: The result of `plan`.

        Returns:
            The plan with the outcome of each step. `failed` is true if a step failed. `conflicts`
            is true if a step was not applied because someone changed the board or rule after the
            plan was made.
        """
        from boardwright.commands.deploying.deploy import apply_deploy

        return apply_deploy(planned, name=self.name)

    def close(self) -> None:
        """Close the connections to Grafana."""
        self._sessions.close()

    def __enter__(self) -> Self:
        """Return the project itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections to Grafana."""
        self.close()

    @lazy_property
    def _compiled(self) -> CompiledProject:
        from boardwright.projects.compiled_project import CacheUse, compile_project

        return compile_project(self._settings, environment=self._environment, cache=CacheUse.READ)

    def _open_session(self) -> Session:
        return self._sessions.enter_context(create_session())


def _list_paths(paths: Sequence[Path | str]) -> list[Path] | None:
    return [Path(path) for path in paths] or None


def _list_terms(value: Sequence[str]) -> tuple[str, ...]:
    """Return the texts of an argument. A single `str`, which is also a sequence, is one text."""
    return (value,) if isinstance(value, str) else tuple(value)
