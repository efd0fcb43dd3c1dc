"""`docs/reference/{library,promql-functions,python}.md` are generated from the code.

`make golden` rewrites them.
"""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType

import pytest

import boardwright
from boardwright import library, promql
from boardwright.checks.problem import Problem
from boardwright.commands.checking.check import CheckResult
from boardwright.commands.deploying.deploy import EnvironmentDeploy
from boardwright.commands.diffing.diff import DiffResult
from boardwright.diff.changes import BoardChange, Change, PanelChange
from boardwright.errors import SeveralProblemsError, UnknownBoardError
from boardwright.lazy import lazy_property
from boardwright.library import EVERYTHING
from boardwright.library.definitions import PanelDefinition, RowDefinition
from boardwright.python_api.board_difference import BoardDifference
from boardwright.python_api.board_preview import BoardPreview
from support import ROOT

REFERENCE = ROOT / "docs/reference"
NOTE = "Generated from the docstrings; `make golden` rewrites this page.\n"


def library_page() -> str:
    head = (
        f"# The library\n\n{NOTE}\nHow to use it: [the library](../how-to/library.md).\n\n"
        "Types whose names end with `Json` are dicts in the form of Grafana's JSON.\n"
    )
    modules = (
        import_module(f"boardwright.library.{found.name}")
        for found in pkgutil.iter_modules(library.__path__)
        if not found.name.startswith("_")
    )
    return head + "".join(module_section(module) for module in modules)


def module_section(module: ModuleType) -> str:
    entries = definition_tables(module)
    entries += "".join(entry(name, value) for name, value in public_names(module))
    if not entries:
        return ""
    title = module.__name__.removeprefix("boardwright.")
    return f"\n## {title}\n\n{inspect.getdoc(module)}\n{entries}"


def public_names(module: ModuleType) -> Iterator[tuple[str, object]]:
    for name, value in sorted(vars(module).items()):
        own = getattr(value, "__module__", None) == module.__name__
        if (
            own
            and not name.startswith("_")
            and (inspect.isfunction(value) or inspect.isclass(value))
        ):
            yield name, value


def definition_tables(module: ModuleType) -> str:
    """Return tables of the panels and rows that a module defines as values."""
    panels, rows = [], []
    for name, value in vars(module).items():
        if isinstance(value, PanelDefinition) and f"\n{name} =" in inspect.getsource(module):
            takes = "".join(f", `{parameter}`" for parameter in value.parameters)
            about = value.options.get("description") or ""
            unit = value.options.get("unit") or ""
            kind = value.make.__name__
            panels.append(
                f"| `{name}` | {value.title} | {kind} | {unit} | {about} | `scope`{takes} |"
            )
        if isinstance(value, RowDefinition):
            titles = ", ".join(str(panel.title) for panel in value.panels(EVERYTHING))
            rows.append(f"| `{name}` | {value.title} | {titles} |")
    text = ""
    if panels:
        head = (
            "| panel | title | kind | unit | description | arguments |\n|---|---|---|---|---|---|\n"
        )
        text += "\n" + head + "\n".join(panels) + "\n"
    if rows:
        text += "\n| row | title | panels |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    return text


def promql_page() -> str:
    head = f"# PromQL: every name\n\n{NOTE}\nHow to use them: [PromQL as values](promql.md).\n"
    names = sorted(name for name in dir(promql) if not name.startswith("_"))
    return head + "".join(promql_entries(names))


def promql_entries(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        value = getattr(promql, name)
        ours = getattr(value, "__module__", "").startswith("boardwright.")
        alias = name.endswith("_") and hasattr(promql, name.removesuffix("_"))
        if ours and not alias and (inspect.isfunction(value) or inspect.isclass(value)):
            yield entry(name, value)


def entry(name: str, value: object) -> str:
    text = inspect.getdoc(value) or ""
    body = "".join(f"    {line}".rstrip() + "\n" for line in text.splitlines())
    return f"\n### {name}\n\n    {signature(name, value)}\n\n{body}"


def signature(name: str, value: object) -> str:
    if not callable(value):
        return name
    try:
        text = f"{name}{inspect.signature(value)}".replace("'", "")
        text = text.removesuffix(_FROZEN)
        return re.sub(r"<function (\w+) at 0x\w+>", r"\1", text)
    except ValueError:
        return name


def python_page() -> str:
    """Return the page of the names that programs import from `boardwright`."""
    head = f"# Python\n\n{NOTE}\nHow to use it: [boardwright from Python](../how-to/python.md).\n"
    return head + "".join(python_entries())


def python_entries() -> Iterator[str]:
    values = [*(getattr(boardwright, name) for name in boardwright.__all__), *PYTHON_VALUES]
    for value in values:
        yield entry(value.__name__, value)
        if inspect.isclass(value) and not issubclass(value, Exception):
            yield from (entry(f"{value.__name__}.{name}", each) for name, each in members(value))


def members(cls: type) -> Iterator[tuple[str, object]]:
    """Yield the public methods and properties of a class in the order of its text."""
    for name, value in vars(cls).items():
        described = inspect.isfunction(value) or isinstance(value, property | lazy_property)
        if described and not name.startswith("_"):
            yield name, value


PYTHON_VALUES = (
    *(BoardDifference, BoardPreview, Problem, CheckResult, DiffResult, BoardChange),
    *(PanelChange, Change, EnvironmentDeploy, SeveralProblemsError, UnknownBoardError),
)
"""The classes of results."""

_FROZEN = "(*values: object, **arguments: object) -> None"
"""The signature of a frozen class, which programs do not make."""

PAGES = {"library.md": library_page, "promql-functions.md": promql_page, "python.md": python_page}


@pytest.mark.parametrize("name", PAGES)
def test_the_generated_page_is_up_to_date(name: str, request: pytest.FixtureRequest) -> None:
    page = PAGES[name]()
    if request.config.getoption("--rewrite-golden"):
        (REFERENCE / name).write_text(page)
    assert (REFERENCE / name).read_text() == page


@pytest.mark.parametrize("name", PAGES)
def test_every_public_name_has_a_description(name: str) -> None:
    sections = PAGES[name]().split("\n### ")[1:]
    assert len(sections) > 30
    assert [each.splitlines()[0] for each in sections if each.count("\n    ") < 2] == []
