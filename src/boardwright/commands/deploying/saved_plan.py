"""Saves plans to a file, and loads saved plans.

A saved plan is refused if the server has changed after the plan was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypedDict

from boardwright.commands.deploying.deploy import EnvironmentDeploy
from boardwright.commands.deploying.deploy_options import OpenSession
from boardwright.commands.deploying.grafana_deploy import connect_deploy
from boardwright.commands.deploying.ruler_deploy import RulerDeploy, connect_ruler
from boardwright.config.project import Environment, ProjectSettings
from boardwright.errors import BoardwrightError, ConfigError, ServerError
from boardwright.found.file_contents import PIPE_SECONDS, read_content
from boardwright.frozen import frozen
from boardwright.grafana.board_states import KnownState
from boardwright.grafana.grafana_connection import READS_AT_ONCE, GrafanaConnection
from boardwright.grafana.grafana_errors import ConflictError
from boardwright.grafana.ownership import ProjectOwner
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_file import decode_plan, encode_plan, list_changed_objects
from boardwright.grafana.prune_steps import read_boards, read_owned_rules
from boardwright.grafana.rule_state import read_rules
from boardwright.grafana.server_state import read_state
from boardwright.grafana.stored_values import StoredRule
from boardwright.http.addresses import strip_url_secrets
from boardwright.http.pace import Pace
from boardwright.http.sessions import create_session
from boardwright.ruler.group_application import is_ruler_group_unchanged
from boardwright.ruler.rule_namespaces import format_namespace_prefix
from boardwright.ruler.ruler_api import Ruler
from boardwright.ruler.ruler_plan import RulerPlan
from boardwright.ruler.ruler_plan_file import SavedRulerPlan, decode_ruler_plan, encode_ruler_plan
from boardwright.ruler.ruler_server import RulerServer
from boardwright.schema.canonical import encode_canonical_json, parse_canonical_json
from boardwright.schema.document import Json, Place
from boardwright.writing.file_tree import write_files
from boardwright.writing.foreign_files import refuse_foreign_file

FORMAT = 7
_NAMED = 5
_ANOTHER = "Make a new plan for this server with `boardwright deploy --save-plan FILE`."
_DIGEST_SIZE = 16


def save_plans(deploys: Sequence[EnvironmentDeploy], *, name: str, path: Path) -> None:
    """Write the plans of the given deploys to a file.

    Args:
        deploys: The deploys. Each deploy must have a plan.
        name: Name of the project.
        path: Path of the file.

    Raises:
        OutputError: The file cannot be written.
    """
    environments = [_encode_environment(deploy) for deploy in deploys]
    data = {"format": FORMAT, "project": name, "environments": environments}
    data["digest"] = compute_plan_digest(data)
    refuse_foreign_file(path, marks=(b'"environments"', b'"format"'), noun="a saved plan")
    write_files({path.name: encode_canonical_json(data)}, path.parent)


class _GrafanaJson(TypedDict):
    """JSON of a saved plan: the Grafana for which the plan was made."""

    url: str
    organisation: int | None


class _RulerJson(TypedDict):
    """JSON of a saved plan: the ruler and the plan for this ruler."""

    url: str
    tenant: str | None
    plan: SavedRulerPlan


class _EnvironmentJson(TypedDict):
    """JSON of a saved plan: one environment with its plans for Grafana and the ruler."""

    environment: str
    grafana: _GrafanaJson | None
    plan: Json
    ruler: _RulerJson | None


def _encode_environment(deploy: EnvironmentDeploy) -> _EnvironmentJson:
    if deploy.plan is None:
        raise AssertionError("a deploy without a plan cannot be saved")
    connected, ruler = deploy.connected, deploy.ruler
    return {
        "environment": deploy.environment,
        "grafana": None if connected is None else _encode_grafana(connected),
        "plan": encode_plan(deploy.plan),
        "ruler": None if ruler is None else _encode_ruler(ruler),
    }


def _encode_grafana(connected: GrafanaConnection) -> _GrafanaJson:
    organisation = connected.organisation
    return {
        "url": strip_url_secrets(connected.grafana.url),
        "organisation": organisation.id if organisation else None,
    }


def _encode_ruler(deploy: RulerDeploy) -> _RulerJson:
    return {
        "url": strip_url_secrets(deploy.ruler.url),
        "tenant": deploy.ruler.tenant,
        "plan": encode_ruler_plan(deploy.plan),
    }


def load_plans(
    path: Path,
    project: ProjectSettings,
    *,
    environ: Mapping[str, str],
    at_once: int | None = None,
    open_session: OpenSession = create_session,
) -> list[EnvironmentDeploy]:
    """Read plans from a file, and check that the servers have not changed after planning.

    If a server has changed, the error is returned in `EnvironmentDeploy.error`.

    Args:
        path: Path of the file.
        project: The project for which the plans were made.
        environ: Environment variables, which may contain the token or password for Grafana.
        at_once: Number of requests that are sent at the same time; None for 8 requests when reading
            and 3 when saving.
        open_session: Function that opens the HTTP session for the requests to Grafana.

    Raises:
        ConfigError: The file contains no plans, was edited, or contains plans of another project.
    """
    data = _read_saved_data(path)
    try:
        if data["project"] != project.name:
            what = f"the file contains a plan of another project, {data['project']!r}"
            raise ConfigError(what, where=path)
        saved = [_decode_environment(each) for each in data["environments"]]
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise _build_format_error(path) from error
    load = partial(_load_deploy, environ=environ, at_once=at_once, open_session=open_session)
    return [load(each, project) for each in saved]


@frozen
class _SavedGrafana:
    """The Grafana for which a plan was made: its URL, and the id of the organisation in Grafana."""

    url: str
    organisation: int | None


@frozen
class _SavedRuler:
    """A ruler, and the plan for this ruler.

    Attributes:
        url: URL of the ruler.
        tenant: The tenant in the ruler; None if the ruler has no tenants.
        plan: The plan for the ruler.
    """

    url: str
    tenant: str | None
    plan: RulerPlan


@frozen
class _SavedEnvironment:
    """An environment in a file of saved plans, with the plans for Grafana and the ruler.

    Attributes:
        name: Name of the environment; empty for the settings outside all environments.
        grafana: The Grafana of the environment; None if the deploy does not write to Grafana.
        plan: The plan for Grafana.
        ruler: The ruler with its plan; None if the deploy does not write to a ruler.
    """

    name: str
    grafana: _SavedGrafana | None
    plan: Plan
    ruler: _SavedRuler | None


def _decode_environment(data: _EnvironmentJson) -> _SavedEnvironment:
    grafana, ruler = data["grafana"], data["ruler"]
    return _SavedEnvironment(
        name=data["environment"],
        grafana=None if grafana is None else _SavedGrafana(**grafana),
        plan=decode_plan(data["plan"]),
        ruler=None if ruler is None else _decode_ruler(ruler),
    )


def _decode_ruler(data: _RulerJson) -> _SavedRuler:
    plan = decode_ruler_plan(data["plan"])
    return _SavedRuler(url=data["url"], tenant=data["tenant"], plan=plan)


def _read_saved_data(path: Path) -> Json:
    try:
        content = read_content(path, Place(file=str(path)), pipe_seconds=PIPE_SECONDS)
        data = parse_canonical_json(content)
    except ValueError as error:
        raise _build_format_error(path) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise _build_format_error(path)
    if data.pop("digest", None) != compute_plan_digest(data):
        raise ConfigError(
            "the file was changed after boardwright wrote it",
            where=path,
            hint="boardwright sent no changes. Make a new plan with "
            "`boardwright deploy --save-plan FILE`.",
        )
    return data


def compute_plan_digest(data: Mapping[str, Any]) -> str:
    """Return a digest of saved plans, which reveals an edit of the file."""
    return blake2b(encode_canonical_json(data), digest_size=_DIGEST_SIZE).hexdigest()


def _build_format_error(path: Path) -> ConfigError:
    return ConfigError(
        "the file is not a plan of this version of boardwright",
        where=path,
        hint="Make a new plan with `boardwright deploy --save-plan FILE`.",
    )


def _load_deploy(
    saved: _SavedEnvironment,
    project: ProjectSettings,
    *,
    environ: Mapping[str, str],
    at_once: int | None,
    open_session: OpenSession,
) -> EnvironmentDeploy:
    environment = project.find_environment(saved.name or None)
    server = environment.server
    pace = Pace(retries=server.retries, seconds=server.total_timeout)
    deploy = EnvironmentDeploy(environment=environment.name, pace=pace, at_once=at_once)
    owner = ProjectOwner.from_name(project.name)
    try:
        if saved.grafana is not None:
            connected, warnings = connect_deploy(
                project, server, environ=environ, pace=pace, open_session=open_session
            )
            deploy = replace(deploy, connected=connected, warnings=warnings)
            _refuse_other_grafana(saved.grafana, connected)
            _refuse_changed_state(saved.plan, connected, owner, at_once or READS_AT_ONCE)
        if saved.ruler is not None:
            connect = partial(
                connect_ruler, project, environ=environ, pace=pace, open_session=open_session
            )
            ruler, warnings = connect(_require_same_ruler(saved.ruler, environment))
            _refuse_changed_groups(saved.ruler.plan, ruler, format_namespace_prefix(project.name))
            planned = RulerDeploy(ruler=ruler, plan=saved.ruler.plan)
            deploy = replace(deploy, ruler=planned).with_warnings(warnings)
    except BoardwrightError as error:
        return replace(deploy, ruler=None, error=error)
    return replace(deploy, plan=saved.plan)


def _refuse_other_grafana(saved: _SavedGrafana, connected: GrafanaConnection) -> None:
    organisation = connected.organisation.id if connected.organisation else None
    there = (strip_url_secrets(connected.grafana.url), organisation)
    if (saved.url, saved.organisation) != there:
        raise ServerError(
            f"the plan was made for another server or organisation: {saved.url}, "
            f"organisation {saved.organisation}",
            where=there[0],
            hint=_ANOTHER,
        )


def _require_same_ruler(saved: _SavedRuler, environment: Environment) -> RulerServer:
    """Return the environment's ruler, or raise an error if the plan is for another ruler."""
    server = environment.ruler
    there = (strip_url_secrets(server.url), server.tenant) if server else ("no ruler", None)
    if server is None or (saved.url, saved.tenant) != there:
        raise ServerError(
            f"the plan was made for another ruler or tenant: {saved.url}, tenant {saved.tenant}",
            where=there[0],
            hint=_ANOTHER,
        )
    return server


def _refuse_changed_groups(plan: RulerPlan, ruler: Ruler, prefix: str) -> None:
    stored = {group.key: group for group in ruler.read_groups(prefix)}
    _refuse_changes(
        [
            f"{step.group.namespace} {step.group.group.name}"
            for step in plan.steps
            if not is_ruler_group_unchanged(step, stored)
        ],
        where=strip_url_secrets(ruler.url),
    )


def _collect_states(plan: Plan) -> dict[str, KnownState]:
    """Return, by uid, the versions that the boards had in Grafana when the plan was made."""
    boards = ((step.item.uid, step.existing_board) for step in plan.boards)
    return {uid: board.state for uid, board in boards if board and board.state}


def _refuse_changed_state(
    plan: Plan, connected: GrafanaConnection, owner: ProjectOwner, at_once: int
) -> None:
    grafana = connected.grafana
    state = read_state(
        grafana,
        folders=[step.item for step in plan.folders],
        boards=[step.item for step in plan.boards],
        known=_collect_states(plan),
        at_once=at_once,
    )
    rules = read_rules(grafana, [step.item for step in plan.groups], at_once=at_once)
    uids = [step.item.uid for step in plan.prunes if not isinstance(step.item, StoredRule)]
    owned = read_boards(grafana, uids, at_once=at_once)
    if len(uids) < len(plan.prunes):
        owned = replace(owned, rules=read_owned_rules(grafana, owner=owner).rules)
    _refuse_changes(
        list_changed_objects(plan, state, rules, owned),
        where=strip_url_secrets(connected.grafana.url),
    )


def _refuse_changes(names: Sequence[str], *, where: str) -> None:
    if not names:
        return
    and_more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    raise ConflictError(
        "these boards or rules have changed on the server since the plan was made: "
        f"{', '.join(names[:_NAMED])}{and_more}",
        status=412,
        message="",
        where=where,
        hint="boardwright changed nothing on the server. Make a new plan with --save-plan.",
    )
