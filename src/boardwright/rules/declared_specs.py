"""Declares the objectives of an SLO specification (a YAML file of Sloth or OpenSLO), and reads the
queries of the specification. Errors contain the line of the specification.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypedDict

from boardwright.errors import DeclarationError, PromqlError
from boardwright.rules.indicators import rate_over_window
from boardwright.rules.service_levels import ServiceLevel
from boardwright.rules.spec_nodes import SpecNode


def declare_at(spec: SpecNode, make: Callable[[], ServiceLevel]) -> ServiceLevel:
    """Return the objective that `make` declares, with the file and line of the specification as its
    place. An error contains the line of the specification.

    Args:
        spec: The part of the specification from which the objective is declared.
        make: Function that calls `slo` and returns the objective.

    Raises:
        DeclarationError: A value is missing or wrong.
    """
    try:
        return replace(make(), place=spec.place)
    except (DeclarationError, PromqlError) as error:
        if error.where and error.where.startswith(f"{spec.place.file}:"):
            raise
        raise DeclarationError(error.what, where=spec.place, hint=error.hint) from None


class DeclaredIndicator(TypedDict, total=False):
    """The indicator of a specification: the arguments of `slo` that it sets, each as PromQL."""

    errors: str
    good: str
    total: str
    error_ratio: str


def read_query(node: SpecNode) -> str:
    """Return the PromQL of a query in a specification, on one line.

    Raises:
        DeclarationError: The text is not PromQL, or contains no window.
    """
    text = " ".join(node.get_text().split())
    try:
        rate_over_window(text, node.path, ())
    except (DeclarationError, PromqlError) as error:
        raise DeclarationError(error.what, where=node.place, hint=error.hint) from None
    return text
