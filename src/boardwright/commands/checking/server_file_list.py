"""Reads the configuration files of Prometheus and Grafana that a check needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from boardwright.checks.views.project_view import PrometheusRule
from boardwright.config.project import ProjectSettings
from boardwright.config.project_root import FILE_NAME
from boardwright.errors import BoardwrightError, ConfigError
from boardwright.found.server_files import Entry, ServerFile, read_server_file
from boardwright.frozen import frozen
from boardwright.notation.durations import parse_milliseconds
from boardwright.promql.expression import read_expression
from boardwright.schema.document import Place
from boardwright.schema.json_object import ensure_object


@frozen
class ServerFiles:
    """The configuration and rule files that were read.

    Attributes:
        checked: The files to check.
        known: Files that are read but not checked. Their recording rules define metrics that boards
            may use.
        errors: Errors of files that could not be read.
        alone: Names of files that neither the project nor a `prometheus.yml` lists.
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
        """Yield the valid rules of a file. Skip invalid entries."""
        alone = file.place.file in self.alone
        return (_read_rule(entry, alone=alone) for entry in file.rules if _is_rule(entry.values))


def find_server_files(
    project: ProjectSettings | None,
    named: Sequence[Path],
    *,
    whole: bool,
    name_of: Callable[[Path], str],
) -> ServerFiles:
    """Read the named files, the rule files that a named `prometheus.yml` lists, and the rule files
    in the project's settings.

    Args:
        project: The project; None if the current folder is in no project.
        named: YAML files to check.
        whole: Whether the whole project is checked, including the files of `check.rule_files`.
        name_of: Function that returns the name of a file for reports.

    Raises:
        ConfigError: A pattern of `check.rule_files` matches no file.
    """
    own = list(_iter_own_files(project)) if project else []
    reader = _Reader(name_of)
    checked = reader.read_files([*named, *(own if whole else ())])
    named_by_them = [found for path, file in checked for found in _iter_listed_files(path, file)]
    checked += reader.read_files(named_by_them)
    known = reader.read_files(own)
    together = {path.resolve() for path in (*own, *named_by_them)}
    return ServerFiles(
        checked=tuple(file for _, file in checked),
        known=tuple(file for _, file in known),
        errors=tuple(reader.errors),
        alone=frozenset(name_of(path) for path in named if path.resolve() not in together),
    )


def _is_rule(values: Mapping[str, Any]) -> bool:
    name = values.get("record") or values.get("alert")
    return isinstance(name, str) and "expr" in values


def _read_rule(entry: Entry, *, alone: bool) -> PrometheusRule:
    values = entry.values
    return PrometheusRule(
        name=values.get("record") or values["alert"],
        records="record" in values,
        expression=read_expression(_as_text(values["expr"])),
        place=entry.place,
        labels=_as_texts(values.get("labels")),
        annotations=_as_texts(values.get("annotations")),
        wait=parse_milliseconds(_as_text(values.get("for") or "0s")),
        interval=parse_milliseconds(_as_text(entry.group.get("interval"))) or None,
        alone=alone,
    )


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def _as_texts(values: Any) -> dict[str, str]:
    return {str(name): _as_text(value) for name, value in ensure_object(values).items()}


class _Reader:
    """Reads each file once, and collects the errors of files that cannot be read."""

    def __init__(self, name_of: Callable[[Path], str]) -> None:
        self._name_of = name_of
        self._seen: set[Path] = set()
        self.errors: list[BoardwrightError] = []

    def read_files(self, paths: Sequence[Path]) -> list[tuple[Path, ServerFile]]:
        found = []
        for path in paths:
            if path.resolve() not in self._seen:
                self._seen.add(path.resolve())
                try:
                    place = Place(file=self._name_of(path))
                    found.append((path, read_server_file(path, place=place)))
                except BoardwrightError as error:
                    self.errors.append(error)
        return found


def _iter_own_files(project: ProjectSettings) -> Iterator[Path]:
    for pattern in project.check.rule_files:
        found = _find_matching_files(project.root, pattern)
        if not found:
            raise ConfigError(
                f"check.rule_files: no file matches {pattern!r}",
                where=FILE_NAME,
                hint="List Prometheus rule files relative to boardwright.toml; * is a wildcard.",
            )
        yield from found


def _iter_listed_files(path: Path, file: ServerFile) -> Iterator[Path]:
    """Yield the rule files that a `prometheus.yml` lists and that exist on this machine."""
    for pattern in file.rule_files:
        yield from _find_matching_files(path.parent, pattern)


def _find_matching_files(folder: Path, pattern: str) -> list[Path]:
    """Return the files that match a pattern. As in Prometheus, `*` works only in the file name."""
    path = folder / pattern
    return sorted(found for found in path.parent.glob(path.name) if found.is_file())
