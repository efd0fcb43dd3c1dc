"""Reads the configuration files of Prometheus and Grafana that a check needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from boardwright.checks.views.project_view import PrometheusRule
from boardwright.config.project import ProjectSettings
from boardwright.config.project_root import FILE_NAME
from boardwright.errors import BoardwrightError, ConfigError
from boardwright.found.server_files import ServerFile, read_server_file
from boardwright.frozen import frozen
from boardwright.schema.document import Place


@frozen
class ServerFiles:
    """The configuration and rule files that were read.

    Attributes:
        checked: The files to check.
        known: Files that are not checked, but whose recording rules define metrics that boards may
            query.
        errors: One error for each file that could not be read.
        alone: Names of files that neither boardwright.toml nor a checked `prometheus.yml` lists.
    """

    checked: tuple[ServerFile, ...]
    known: tuple[ServerFile, ...]
    errors: tuple[BoardwrightError, ...]
    alone: frozenset[str] = frozenset()

    @property
    def rules(self) -> tuple[PrometheusRule, ...]:
        """All Prometheus rules in `checked` and `known`."""
        files = (*self.checked, *self.known)
        return tuple(rule for file in files for rule in self.iter_rules(file))

    def iter_rules(self, file: ServerFile) -> Iterator[PrometheusRule]:
        """Yield the rules of a file."""
        alone = file.place.file in self.alone
        return (replace(rule, alone=alone) for rule in file.rules)


def find_server_files(
    project: ProjectSettings | None,
    named: Sequence[Path],
    *,
    whole: bool,
    name_of: Callable[[Path], str],
) -> ServerFiles:
    """Read the YAML files of a check: `named`, the rule files that a `prometheus.yml` in `named`
    lists, and the rule files that `check.rule_files` in boardwright.toml lists.

    Args:
        project: The project; None if the current folder is in no project.
        named: YAML files to check.
        whole: Whether to check the files of `check.rule_files`. If False, they are only read.
        name_of: Function that returns the name of a file for reports.

    Raises:
        ConfigError: A pattern of `check.rule_files` matches no file.
    """
    project_files = list(_iter_own_files(project)) if project else []
    reader = _Reader(name_of)
    checked = reader.read_files([*named, *(project_files if whole else ())])
    listed = [found for path, file in checked for found in _iter_listed_files(path, file)]
    checked += reader.read_files(listed)
    known = reader.read_files(project_files)
    together = {path.resolve() for path in (*project_files, *listed)}
    return ServerFiles(
        checked=tuple(file for _, file in checked),
        known=tuple(file for _, file in known),
        errors=tuple(reader.errors),
        alone=frozenset(name_of(path) for path in named if path.resolve() not in together),
    )


class _Reader:
    """Reads each file once, and collects the errors of files that cannot be read."""

    def __init__(self, name_of: Callable[[Path], str]) -> None:
        self._name_of = name_of
        self._seen: set[Path] = set()
        self.errors: list[BoardwrightError] = []

    def read_files(self, paths: Sequence[Path]) -> list[tuple[Path, ServerFile]]:
        files = []
        for path in paths:
            if path.resolve() not in self._seen:
                self._seen.add(path.resolve())
                try:
                    place = Place(file=self._name_of(path))
                    files.append((path, read_server_file(path, place=place)))
                except BoardwrightError as error:
                    self.errors.append(error)
        return files


def _iter_own_files(project: ProjectSettings) -> Iterator[Path]:
    for pattern in project.check.rule_files:
        files = _find_matching_files(project.root, pattern)
        if not files:
            raise ConfigError(
                f"check.rule_files: no file matches {pattern!r}",
                where=FILE_NAME,
                hint="List the paths of Prometheus rule files, relative to boardwright.toml. In a"
                " file name, * is a wildcard.",
            )
        yield from files


def _iter_listed_files(path: Path, file: ServerFile) -> Iterator[Path]:
    """Yield the rule files that a `prometheus.yml` lists and that exist on this machine."""
    for pattern in file.rule_files:
        yield from _find_matching_files(path.parent, pattern)


def _find_matching_files(folder: Path, pattern: str) -> list[Path]:
    """Return the files that match a pattern. As in Prometheus, only the file name may contain
    `*`.
    """
    path = folder / pattern
    return sorted(found for found in path.parent.glob(path.name) if found.is_file())
