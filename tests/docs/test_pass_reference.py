"""The page of the passes contains the docstring of each pass, in order."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator

import pytest

from boardwright.compiler.passes import origins
from boardwright.compiler.pipeline import PASSES
from support import ROOT

PAGE = ROOT / "docs/reference/passes.md"


def sections() -> Iterator[str]:
    for name, run in (*((each.name, each.run) for each in PASSES), ("origins", origins.run)):
        yield f"### `{name}`\n\n{inspect.cleandoc(sys.modules[run.__module__].__doc__ or '')}\n"


def test_every_pass_is_described(request: pytest.FixtureRequest) -> None:
    """`make golden` rewrites the sections."""
    before, old, after = re.split("(?s)(<!-- passes -->.*?<!-- /passes -->)", PAGE.read_text())
    made = "\n".join(["<!-- passes -->\n", *sections(), "<!-- /passes -->"])
    if request.config.getoption("--rewrite-golden"):
        PAGE.write_text(before + made + after)
    else:
        assert old == made, "run `make golden`"
