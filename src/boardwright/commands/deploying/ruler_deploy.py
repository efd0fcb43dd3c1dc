"""Plans and applies the deploy of Prometheus rules to a ruler."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import requests

from boardwright.config.project import Environment, ProjectSettings
from boardwright.errors import raise_any
from boardwright.frozen import frozen
from boardwright.http.addresses import parse_origin
from boardwright.http.pace import Pace
from boardwright.projects.compiled_project import CompiledProject
from boardwright.provisioning.rule_files import (
    build_rule_file_path,
    encode_group,
    find_path_clashes,
)
from boardwright.ruler.group_application import RulerOutcome, apply_groups
from boardwright.ruler.rule_namespaces import format_namespace, format_namespace_prefix
from boardwright.ruler.ruler_api import Ruler
from boardwright.ruler.ruler_groups import WantedRuleGroup
from boardwright.ruler.ruler_plan import RulerPlan, plan_groups
from boardwright.ruler.ruler_server import RulerServer
from boardwright.schema.rule_values import RuleFile


@frozen
class RulerDeploy:
    """The deploy of rule groups to one ruler, with the outcomes after the plan was applied.

    Attributes:
        ruler: The ruler.
        plan: The plan.
        outcomes: The plan's steps with their outcomes; None until the plan is applied.
    """

    ruler: Ruler
    plan: RulerPlan
    outcomes: tuple[RulerOutcome, ...] | None = None

    @property
    def failed(self) -> bool:
        """Whether the plan contains an error, or a step of the plan failed."""
        return self.plan.refused or any(each.status == "failed" for each in self.outcomes or ())

    @property
    def conflicts(self) -> bool:
        """Whether a group was kept because someone changed it after the plan was made."""
        return any(each.status == "conflict" for each in self.outcomes or ())


def needs_grafana(environment: Environment, compiled: CompiledProject) -> bool:
    """Return whether a deploy or diff needs Grafana.

    A project that declares only Prometheus rules needs no Grafana, if the environment has a ruler
    but no URL of Grafana.
    """
    only_rules = environment.ruler is not None and not (compiled.boards or compiled.alerts)
    return environment.server.url is not None or not only_rules


def connect_ruler(
    project: ProjectSettings,
    server: RulerServer,
    *,
    environ: Mapping[str, str],
    pace: Pace,
    open_session: Callable[[], requests.Session],
) -> tuple[Ruler, tuple[str, ...]]:
    """Return the ruler, and warnings about the credentials. The function sends no request.

    Raises:
        NoCredentialsError: The file or environment variable that boardwright.toml names for the
            credentials is missing or empty.
        ConfigError: A certificate file that boardwright.toml names is missing or invalid.
    """
    credentials = server.find_credentials(environ=environ, root=project.root)
    ruler = Ruler(open_session(), server, credentials=credentials, root=project.root, pace=pace)
    return ruler, credentials.warnings if credentials else ()


def plan_ruler(
    project: ProjectSettings,
    ruler: Ruler,
    files: Iterable[RuleFile],
    *,
    whole: bool,
    prune_share: int | None,
) -> RulerDeploy:
    """Compare the declared rule groups with the groups in the ruler, and plan the changes.

    Args:
        project: The project.
        ruler: The ruler.
        files: The files that declare rule groups.
        whole: Whether `files` contains all rules of the project.
        prune_share: Largest percentage of the project's groups that the deploy may delete because
            they are no longer declared; None to delete nothing.

    Raises:
        DocumentError: Two of the files would be built to the same rule file.
        ServerError: The ruler did not answer, or refused the request.
    """
    wanted = list_wanted_groups(project, files)
    stored = ruler.read_groups(format_namespace_prefix(project.name))
    plan = plan_groups(wanted, stored, whole=whole, prune_share=prune_share)
    return RulerDeploy(ruler=ruler, plan=plan)


def apply_ruler(
    deploy: RulerDeploy, *, name: str, pace: Pace, at_once: int, has_failures: bool
) -> RulerDeploy:
    """Apply the plan of a deploy to a ruler, and return the deploy with its outcomes.

    Args:
        deploy: The deploy.
        name: Name of the project.
        pace: Number of tries for each request to the ruler, and the time limit for all requests
            together.
        at_once: Number of simultaneous requests.
        has_failures: Whether a step of the plan for Grafana failed. If a step failed, no rule group
            is deleted from the ruler.
    """
    outcomes = apply_groups(
        deploy.plan,
        deploy.ruler,
        prefix=format_namespace_prefix(name),
        pace=pace,
        at_once=at_once,
        has_failures=has_failures,
    )
    return replace(deploy, outcomes=outcomes)


def list_wanted_groups(
    project: ProjectSettings, files: Iterable[RuleFile]
) -> tuple[WantedRuleGroup, ...]:
    """Return the declared rule groups with their namespaces in a ruler.

    Raises:
        DocumentError: Two of the files would be built to the same rule file.
    """
    paths = [(file, build_rule_file_path(file, project.rules.folder)) for file in files]
    raise_any(find_path_clashes(paths))
    return tuple(
        WantedRuleGroup(
            namespace=format_namespace(project.name, path.rpartition("/")[2]),
            source=file.source,
            group=group,
            text=encode_group(group),
        )
        for file, path in paths
        for group in file.groups
    )


def is_ruler_of_another_grafana(declared: Environment, used: Environment) -> bool:
    """Return whether the user replaced the URL of Grafana, although the environment has a ruler.

    Args:
        declared: The environment in boardwright.toml.
        used: The environment after `--url` or `GRAFANA_URL` may have replaced the URL of Grafana.
    """
    if declared.ruler is None or declared.server.url is None or used.server.url is None:
        return False
    return parse_origin(declared.server.url) != parse_origin(used.server.url)
