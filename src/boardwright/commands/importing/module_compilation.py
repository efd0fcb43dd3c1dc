"""Compiles generated modules in a temporary folder, before they are written to the project."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from boardwright.config.project import Environment, ProjectSettings
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.notation.plurals import format_quantity
from boardwright.projects.compiled_project import compile_project
from boardwright.provisioning.output_paths import PlacedBoard

CompiledModules = Mapping[str, "PlacedBoard | BoardwrightError"]
"""Path of a module -> the compiled board with its Grafana folder, or the error of the module."""


class ModuleCompiler:
    """Compiles modules that declare one board each, in the same way as `boardwright build`.

    Args:
        project: The settings of the project.
        environment: The environment. The data source uids of the environment are ignored, because
            the modules contain the uids in `[[datasources]]`.
        folder: Folder in which the modules will be written.
    """

    def __init__(self, project: ProjectSettings, environment: Environment, folder: Path) -> None:
        self._project = project
        self._environment = replace(environment, datasources={})
        dashboards, folder = (project.dashboards_folder).resolve(), folder.resolve()
        is_inside = folder.is_relative_to(dashboards)
        self._above = folder.relative_to(dashboards) if is_inside else Path()

    def compile(
        self, texts: Mapping[str, bytes], *, imported: Mapping[str, bytes] | None = None
    ) -> CompiledModules:
        """Return the board of each module, or the error of the module.

        Args:
            texts: Path of a module, relative to the folder of the modules -> text of the module.
            imported: Path -> text, for helper modules that the modules in `texts` import.
        """
        with tempfile.TemporaryDirectory(prefix="boardwright-") as name:
            root = Path(name).resolve()
            top = root / self._project.dashboards / self._above
            for module, text in {**texts, **(imported or {})}.items():
                (top / module).parent.mkdir(parents=True, exist_ok=True)
                (top / module).write_bytes(text)
            return self._compile_folder(root, {top / module: module for module in texts})

    def _compile_folder(self, root: Path, modules: Mapping[Path, str]) -> CompiledModules:
        if not modules:
            return {}
        project = replace(self._project, root=root, python_path=())
        compiled = compile_project(project, environment=self._environment, paths=[*modules])
        boards_by_module: dict[str, list[PlacedBoard]] = {}
        for placed in compiled.boards:
            boards_by_module.setdefault(modules[root / placed[1].place.file], []).append(placed)
        errors = {
            module: error
            for error in reversed(compiled.errors)
            for path, module in modules.items()
            if (error.where or "").startswith(path.relative_to(root).as_posix())
        }
        return {
            module: _require_single_board(
                module, boards_by_module.get(module, []), errors.get(module)
            )
            for module in modules.values()
        }


def _require_single_board(
    module: str, boards: list[PlacedBoard], error: BoardwrightError | None
) -> PlacedBoard | BoardwrightError:
    if len(boards) == 1:
        return boards[0]
    what = f"the module declares {format_quantity(len(boards), 'board')}, but must declare 1 board"
    return error or DeclarationError(what, where=module)
