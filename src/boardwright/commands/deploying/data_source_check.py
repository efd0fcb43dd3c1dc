"""Checks that Grafana has the data sources that boards and alert rules query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from boardwright.config.project import Environment, ProjectSettings
from boardwright.config.project_root import FILE_NAME
from boardwright.config.toml_table import find_line
from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import ForbiddenError
from boardwright.grafana.stored_values import StoredDataSource
from boardwright.http.addresses import strip_url_secrets
from boardwright.projects.compiled_project import CompiledProject
from boardwright.schema.board_references import (
    find_board_references,
    iter_rule_references,
)
from boardwright.schema.datasource_references import PROMQL_FAMILY
from boardwright.schema.document import Place

_LISTED = 5


@frozen
class UsedDataSource:
    """A data source that boards or alert rules query.

    Attributes:
        uid: Uid of the data source.
        type: Plugin id that the queries name, such as `prometheus`; empty if no query names one.
        users: File and line of each board and rule that queries the data source.
    """

    uid: str
    type: str
    users: tuple[Place, ...]


class DataSourceError(ServerError):
    """Boards or alert rules query a data source that Grafana lacks or has with another type."""


def collect_used_data_sources(compiled: CompiledProject) -> tuple[UsedDataSource, ...]:
    """Return the data sources whose uids occur in boards and alert rules, sorted by uid."""
    users: dict[tuple[str, str], list[Place]] = {}
    for _, board in compiled.boards:
        for key in find_board_references(board.text):
            users.setdefault(key, []).append(board.place)
    for _, group in compiled.alerts:
        for rule in group.rules:
            for key in dict.fromkeys(iter_rule_references(rule)):
                users.setdefault(key, []).append(rule.place)
    typed = {uid for uid, kind in users if kind}
    return tuple(
        UsedDataSource(uid=uid, type=kind, users=tuple(places))
        for (uid, kind), places in sorted(users.items())
        if kind or uid not in typed
    )


def check_data_sources(
    project: ProjectSettings, environment: Environment, compiled: CompiledProject, grafana: Grafana
) -> tuple[str, ...]:
    """Check that Grafana has each data source that the boards and alert rules query.

    Args:
        project: The settings of the project.
        environment: The environment to which the boards are deployed.
        compiled: The compiled boards and alert rules.
        grafana: The connection to Grafana.

    Returns:
        A warning if the account is not allowed to list Grafana's data sources; otherwise nothing.

    Raises:
        DataSourceError: Grafana lacks one of the data sources, or has it with another type. The
            hint lists Grafana's data sources and names the line of boardwright.toml to change.
        ServerError: Grafana did not return its list of data sources.
    """
    used = collect_used_data_sources(compiled)
    if not used:
        return ()
    try:
        stored = grafana.read_data_sources()
    except ForbiddenError:
        return (
            (
                "the data sources of the boards were not checked, because Grafana does not allow "
                f"{grafana.who} to list data sources"
            ),
        )
    faults = [fault for source in used for fault in _find_faults(source, stored)]
    if not faults:
        return ()
    hints = [_describe_stored_sources(stored)]
    uids = {source.uid for source in stored}
    hints += dict.fromkeys(
        _suggest_change(project, environment, source, uids) for source, _ in faults
    )
    hints.append(
        "With --allow-missing-datasources, boardwright deploys the boards, but panels that query a"
        " missing data source stay empty."
    )
    raise DataSourceError(
        "; ".join(what for _, what in faults),
        where=strip_url_secrets(grafana.url),
        hint="\n  ".join(hints),
    )


def _find_faults(
    used: UsedDataSource, stored: Iterable[StoredDataSource]
) -> Iterator[tuple[UsedDataSource, str]]:
    """Yield an error text if Grafana lacks the data source `used` or has it with another type.

    Grafana accepts the name of a data source instead of its uid, so `used.uid` may be a name.
    """
    source = next((each for each in stored if used.uid in (each.uid, each.name)), None)
    first_board, *others = used.users
    boards_and_rules = f"{first_board} and {len(others)} more" if others else first_board
    if source is None:
        yield (
            used,
            f"Grafana has no data source with the uid {used.uid!r}, but the data source is needed "
            f"by {boards_and_rules}",
        )
    elif not _is_compatible(used.type, source.type):
        yield (
            used,
            f"Grafana's data source {used.uid!r} has the type {source.type!r}, but the type "
            f"{used.type!r} is needed by {boards_and_rules}",
        )


def _is_compatible(expected: str, actual: str) -> bool:
    return expected in ("", actual) or {expected, actual} <= PROMQL_FAMILY


def _describe_stored_sources(stored: Sequence[StoredDataSource]) -> str:
    if not stored:
        return "Grafana shows no data sources to the account that boardwright uses."
    names = [f'"{each.name}" (uid {each.uid}, {each.type})' for each in stored[:_LISTED]]
    and_more = f" and {len(stored) - _LISTED} more" if len(stored) > _LISTED else ""
    return f"Grafana has these data sources: {', '.join(names)}{and_more}."


def _suggest_change(
    project: ProjectSettings,
    environment: Environment,
    used: UsedDataSource,
    stored_uids: Collection[str],
) -> str:
    """Return a hint that names the line of boardwright.toml or the board that must be changed."""
    source = _read_text(project.root / FILE_NAME)
    new = "Create the data source in Grafana, and write its uid"
    advice = "Write the uid of an existing data source" if stored_uids else new
    for own, there in environment.datasources.items():
        if there == used.uid:
            table = f"environments.{environment.name}.datasources"
            line = find_line(source, table, 0, own)
            return f'{advice} at {_locate_line(line)}: {own} = "..."'
    for index, known in enumerate(project.datasources):
        if known.uid == used.uid and environment.name:
            return (
                f'Add {known.uid} = "..." to [environments.{environment.name}.datasources], with '
                "the uid of the data source in this environment."
            )
        if known.uid == used.uid:
            line = find_line(source, "datasources", index, "uid")
            if used.uid in stored_uids:
                return f"Correct the type or the uid of the data source at {_locate_line(line)}."
            return f'{advice} at {_locate_line(line)}: uid = "..."'
    return f"Change the data source's uid {used.uid!r} in {used.users[0]}."


def _locate_line(line: int | None) -> Place:
    return Place(file=FILE_NAME, line=line)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
