"""The examples in docstrings are run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from boardwright import promql, rules

MODULES = [
    module.name
    for package in (promql, rules)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", ["boardwright.promql", "boardwright.rules", *MODULES])
def test_the_examples_in_docstrings_are_correct(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
