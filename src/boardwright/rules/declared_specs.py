"""Declares the SLOs (service level objectives) in a specification, which is a YAML file of Sloth or
OpenSLO. Error messages contain a line of the specification.
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
    """Return the SLO that `make` declares, with the file and line of `spec` as its place.

    Args:
        spec: The value in the specification whose line error messages contain.
        make: Function that calls `slo` and returns the SLO.

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
    """Arguments of `slo` as PromQL text. Each specification sets only some of these arguments."""

    errors: str
    good: str
    total: str
    error_ratio: str


def read_query(node: SpecNode) -> str:
    """Return a PromQL query of a specification as one line of text.

    Raises:
        DeclarationError: The text is not PromQL, or contains no placeholder for the window.
    """
    text = " ".join(node.get_text().split())
    try:
        rate_over_window(text, node.path, ())
    except (DeclarationError, PromqlError) as error:
        raise DeclarationError(error.what, where=node.place, hint=error.hint) from None
    return text
