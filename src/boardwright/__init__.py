"""Grafana dashboards declared in Python: compiled, checked, reviewed and deployed.

`boardwright.compile` compiles one board. `boardwright.Project` compiles, checks, compares and
deploys all boards of a project.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boardwright.errors import BoardwrightError
    from boardwright.python_api.compile_function import compile  # noqa: A004 - the verb
    from boardwright.python_api.public_board import CompiledBoard
    from boardwright.python_api.public_project import Project

__version__ = "0.2.0"
__all__ = ["BoardwrightError", "CompiledBoard", "Project", "compile"]

_MODULES = {
    "BoardwrightError": "errors",
    "CompiledBoard": "python_api.public_board",
    "Project": "python_api.public_project",
    "compile": "python_api.compile_function",
}


def __getattr__(name: str) -> object:
    """Import the module of a public name when the name is first used, so that the command line
    starts fast.
    """
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"boardwright.{_MODULES[name]}"), name)
