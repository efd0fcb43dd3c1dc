"""Prepares the settings and configuration that the check rules examine, and loads the check rules
that the project defines.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

from boardwright.checks.metrics import Catalogue
from boardwright.checks.prometheus_rule import PrometheusRule
from boardwright.checks.registry import list_module_rules as rules_in
from boardwright.checks.rule import Rule
from boardwright.checks.settings import DataSourceFact, ServerPromql, Settings
from boardwright.checks.views.project_view import ConfigurationView, Scrape
from boardwright.commands.checking.server_file_list import ServerFiles
from boardwright.config.project import ProjectSettings
from boardwright.config.project_root import FILE_NAME
from boardwright.errors import ConfigError
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.promql.duration_values import as_duration
from boardwright.schema.document import Place


def build_settings(
    project: ProjectSettings | None,
    catalogue: Catalogue | None,
    *,
    rules: tuple[PrometheusRule, ...] = (),
    server: ServerPromql | None = None,
) -> Settings:
    """Return the settings for the check rules. Default settings are used if `project` is None."""
    if project is None:
        return Settings(catalogue=catalogue, rules=rules, server=server or ServerPromql())
    interval = as_duration(project.scrape_interval)
    return Settings(
        in_project=True,
        scrape_interval=interval.milliseconds or 10_000,
        window=project.window,
        datasources=_collect_datasources(project),
        catalogue=catalogue,
        rules=rules,
        retention=parse_range_milliseconds(project.prometheus.retention or ""),
        alert_labels=project.check.alert_labels,
        alert_annotations=project.check.alert_annotations,
        server=server or ServerPromql(),
    )


def _collect_datasources(project: ProjectSettings) -> tuple[DataSourceFact, ...]:
    default = project.default_datasource.uid
    return tuple(
        DataSourceFact(
            name=source.name,
            type=source.type,
            uid=source.uid,
            place=Place(file=FILE_NAME),
            default=source.uid == default,
            time_interval=source.time_interval,
            version=source.version or None,
        )
        for source in project.datasources
    )


def iter_configurations(
    project: ProjectSettings | None, files: ServerFiles, settings: Settings
) -> Iterator[ConfigurationView]:
    """Yield a view of boardwright.toml, and of each configuration and rule file in `files`."""
    if project is not None:
        place = Place(file=FILE_NAME)
        common = Scrape(name="", interval=project.scrape_interval, place=place)
        jobs = [Scrape(name=job.job, interval=None, place=place) for job in project.jobs]
        yield ConfigurationView(
            place=place,
            scrapes=(common, *jobs),
            datasources=settings.datasources,
            settings=settings,
        )
    for file in files.checked:
        yield ConfigurationView(
            place=file.place,
            scrapes=file.scrapes,
            datasources=file.datasources,
            settings=settings,
            rules=tuple(files.iter_rules(file)),
            raw=file.data,
        )


def load_user_rules(project: ProjectSettings | None) -> list[tuple[str, Rule]]:
    """Return pairs of a module's path and a check rule that this module of the project defines."""
    files = project.check.rules if project else ()
    return [(name, rule) for name in files if project for rule in load_rules(project.root / name)]


def load_rules(path: Path) -> tuple[Rule, ...]:
    """Run a Python module, and return the check rules that the module defines.

    Raises:
        ConfigError: The module does not exist, raises an exception, or defines no rules.
    """
    name = f"boardwright_rules_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ConfigError(
            f"the rule module {path.name!r} does not exist", where=FILE_NAME, hint=_HINT
        )
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        what = f"the rule module raises {type(error).__name__}: {error}"
        raise ConfigError(what, where=str(path), hint=_HINT) from error
    rules = rules_in(module)
    if not rules:
        raise ConfigError("the rule module defines no rules", where=str(path), hint=_HINT)
    return rules


_HINT = (
    "In boardwright.toml, check.rules lists modules that define rules with @rule(...). The paths"
    " are relative to boardwright.toml."
)
