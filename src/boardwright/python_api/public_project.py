"""The class `Project`, which compiles, checks, compares and deploys the boards of a project."""

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
    """A project, which is a folder with the file `boardwright.toml`.

    `Project(...)` reads the settings. The first access to `boards` compiles the boards. Create a
    new object after you change files of the project. Only one thread at a time may use the object,
    because it starts the project's Python code in forked processes.

    The object can be used in a `with` statement, which closes the connections to Grafana at the
    end.

    Args:
        path: The folder that contains `boardwright.toml`, or a folder inside it.
        env: Name of the environment in boardwright.toml, like the option `--env`. If None, the
            project uses the settings outside of environments.
        grafana_url: URL of Grafana. If None, the project uses the environment variable
            `GRAFANA_URL`, or else the URL in boardwright.toml.

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
        """The compiled boards, sorted by folder and uid.

        Raises:
            BoardwrightError: A board cannot be loaded or compiled. Several errors are raised
                together in a `SeveralProblemsError`.
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
        """Return the board with the given uid.

        Raises:
            UnknownBoardError: The project has no board with the uid. `UnknownBoardError` is also a
                `KeyError`.
            BoardwrightError: Any board of the project cannot be loaded or compiled.
        """
        boards = {board.uid: board for board in self.boards}
        if uid not in boards:
            raise UnknownBoardError(
                f"the project has no board with the uid {uid!r}",
                hint=suggest_name(
                    uid, boards, otherwise="Run `boardwright list` to see the uids of all boards."
                ),
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
        """Check the boards and alert rules like `boardwright check`, without writing files.

        Args:
            paths: Files and folders to check. If empty, the method checks the whole project.
            select: Check rules to run instead of the rules of the profile. Each item is the id of a
                rule, the beginning of an id, or the name of a group of rules.
            ignore: Check rules to skip, named in the same ways as in `select`.
            profile: Name of the profile that selects the check rules. If None, the method uses the
                profile in boardwright.toml.
            metrics: Where the check reads the names of existing metrics, as in the option
                `--metrics`. If empty, the method uses the setting in boardwright.toml.

        Returns:
            The problems, and the errors of files that could not be read or compiled.

        Raises:
            BoardwrightError: The check cannot start, for example because a check rule does not
                exist.
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
        """Compare the boards of the project with stored boards, like `boardwright diff`.

        Args:
            paths: Files and folders to compare. If empty, the method compares the whole project.
            against: The stored boards, as in the option `--against`. The value is `grafana`,
                `committed`, the path of a directory, a git ref, or `env:NAME`.

        Returns:
            The changes, and the errors of boards that could not be compared.

        Raises:
            BoardwrightError: The stored boards cannot be read.
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
        """Plan a deploy like `boardwright deploy`, without writing to Grafana.

        If boardwright.toml contains the section `[ruler]`, the plan also contains the changes in
        the ruler that stores Prometheus rules. The method reads credentials from the same
        environment variables and settings as `boardwright deploy`.

        Args:
            paths: Files and folders to deploy. If empty, the plan contains the whole project.
            adopt: Take over boards and alert rules in Grafana that have a uid of this project but
                lack the project's tag.
            force: Overwrite changes that someone made in Grafana since the last deploy.
            allow_missing_datasources: Deploy boards even if Grafana lacks the data sources of their
                queries.
            prune_share: Delete boards and rules that are no longer declared, but at most this
                percentage of the project's boards or rules. If None, the plan deletes nothing.
            only: The only server that the deploy writes to, `grafana` or `ruler`. If None, the
                deploy writes to both.

        Returns:
            The plan. The attribute `writes` is the number of boards, folders and rule groups that
                the deploy would change. The attribute `boards` contains one step for each board.

        Raises:
            ConfigError: `prune_share` is not a percentage, or `grafana_url` differs from the URL in
                boardwright.toml and `only` is None although a ruler is configured.
            BoardwrightError: A board cannot be compiled, or a server cannot be read.
        """
        from boardwright.commands.deploying.deploy import plan_deploy
        from boardwright.commands.deploying.deploy_options import DeployOptions
        from boardwright.commands.deploying.ruler_deploy import is_ruler_of_another_grafana

        declared = self._declared.find_environment(self._env)
        if only is None and is_ruler_of_another_grafana(declared, self._environment):
            raise ConfigError(
                "grafana_url or GRAFANA_URL is not the URL of Grafana in boardwright.toml, but the"
                " rules would be sent to the ruler in boardwright.toml",
                hint='Pass only="grafana" to deploy boards, or only="ruler" to deploy rules.',
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
                is true if boardwright skipped a step because someone else changed or owns the
                board, folder or rule.
        """
        from boardwright.commands.deploying.deploy import apply_deploy

        return apply_deploy(planned, name=self.name)

    def close(self) -> None:
        """Close the connections to Grafana."""
        self._sessions.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
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
    """Return the items of an argument. A `str` is one item, although it is a sequence."""
    return (value,) if isinstance(value, str) else tuple(value)
