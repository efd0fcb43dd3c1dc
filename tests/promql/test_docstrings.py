"""The examples in docstrings are run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from boardwright import promql

MODULES = [one.name for one in pkgutil.walk_packages(promql.__path__, "boardwright.promql.")]


@pytest.mark.parametrize("name", ["boardwright.promql", *MODULES])
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
