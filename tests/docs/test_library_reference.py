"""`docs/reference/library.md` and `promql-functions.md` are what the code's own docstrings say.

`make golden` writes them anew.
"""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType

import pytest

from boardwright import library, promql
from support import ROOT

REFERENCE = ROOT / "docs/reference"
NOTE = "Made from the docstrings; `make golden` writes it anew.\n"
PROMQL_SKIPPED = frozenset({"Expr", "annotations"})


def library_page() -> str:
    head = f"# The library\n\n{NOTE}\nHow to use it: [the library](../how-to/library.md).\n"
    modules = (
        import_module(f"boardwright.library.{found.name}")
        for found in pkgutil.iter_modules(library.__path__)
        if not found.name.startswith("_")
    )
    return head + "".join(module_section(module) for module in modules)


def module_section(module: ModuleType) -> str:
    entries = "".join(entry(name, value) for name, value in public(module))
    if not entries:
        return ""
    title = module.__name__.removeprefix("boardwright.")
    return f"\n## {title}\n\n{inspect.getdoc(module)}\n{entries}"


def public(module: ModuleType) -> Iterator[tuple[str, object]]:
    for name, value in sorted(vars(module).items()):
        own = getattr(value, "__module__", None) == module.__name__
        if (
            own
            and not name.startswith("_")
            and (inspect.isfunction(value) or inspect.isclass(value))
        ):
            yield name, value


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
        return re.sub(r"<function (\w+) at 0x\w+>", r"\1", text)
    except ValueError:
        return name


PAGES = {"library.md": library_page, "promql-functions.md": promql_page}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_current(name: str, request: pytest.FixtureRequest) -> None:
    page = PAGES[name]()
    if request.config.getoption("--rewrite-golden"):
        (REFERENCE / name).write_text(page)
    assert (REFERENCE / name).read_text() == page


@pytest.mark.parametrize("name", PAGES)
def test_everything_public_says_what_it_does(name: str) -> None:
    sections = PAGES[name]().split("\n### ")[1:]
    assert len(sections) > 50
    assert [each.splitlines()[0] for each in sections if each.count("\n    ") < 2] == []
