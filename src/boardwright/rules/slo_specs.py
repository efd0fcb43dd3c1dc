"""Reads SLOs (service level objectives) from YAML files in the formats of Sloth and OpenSLO.

(checkout, search) = read_slos("shop.yml")    # in the folder of the calling module
dashboard = slo_board("Shop", [checkout, search])
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from boardwright.errors import DeclarationError
from boardwright.promql.expression_places import locate_caller
from boardwright.rules.openslo_spec import is_openslo, read_openslo
from boardwright.rules.service_levels import ServiceLevel
from boardwright.rules.sloth_spec import is_sloth, read_sloth
from boardwright.rules.spec_nodes import SpecNode, read_spec_nodes

LARGEST = 8 * 2**20
"""The largest size of an SLO specification in bytes. Larger files are refused."""

_SPEC = re.compile(
    rb"""^(?:version\s*:\s*["']?prometheus/v|apiVersion\s*:\s*["']?(?:openslo|sloth\.slok\.dev)/)""",
    re.MULTILINE,
)
_KINDS = (
    "Use a YAML file of Sloth (version: prometheus/v1) or of OpenSLO (kind: SLO, "
    "apiVersion: openslo/v1)."
)


def read_slos(path: str | Path) -> tuple[ServiceLevel, ...]:
    """Return the SLOs in a specification file.

    Args:
        path: Path of the file, absolute or relative to the folder of the calling module.

    Raises:
        DeclarationError: The file cannot be read, or a value in the file is missing or wrong.
    """
    folder = Path(sys._getframe(1).f_globals.get("__file__", "")).parent
    file = folder / path
    if file.exists() and not file.is_file():
        raise DeclarationError(f"{path} is not a file", where=locate_caller())
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise DeclarationError(
            f"{path} cannot be read: {error.strerror}", where=locate_caller()
        ) from None
    if len(content) > LARGEST:
        raise DeclarationError(
            f"{path} is larger than {LARGEST // 2**20} MiB, the limit for SLO specifications",
            where=locate_caller(),
        )
    return parse_slos(content, file=str(path))


def parse_slos(content: bytes, *, file: str) -> tuple[ServiceLevel, ...]:
    """Return the SLOs in the text of a specification.

    Args:
        content: The YAML text.
        file: Path of the file, for error messages.

    Raises:
        DeclarationError: The text is not an SLO specification, or one of its values is missing or
            wrong.
    """
    documents = read_spec_nodes(content, file=file)
    indicators = _list_indicators(documents)
    levels: list[ServiceLevel] = []
    for document in documents:
        if is_sloth(document):
            levels += read_sloth(document)
        elif is_openslo(document):
            levels += read_openslo(document, indicators)
        else:
            raise document.build_error("is not an SLO specification", _KINDS)
    if not levels:
        raise DeclarationError("the file declares no SLO", where=file, hint=_KINDS)
    return tuple(levels)


def looks_like_slo_spec(content: bytes) -> bool:
    """Return whether a YAML file contains the `version` or the `apiVersion` of Sloth or OpenSLO."""
    return _SPEC.search(content) is not None


def _list_indicators(documents: list[SpecNode]) -> dict[str, SpecNode]:
    return {
        document.require_child("metadata").require_child("name").get_text(): document
        for document in documents
        if is_openslo(document) and document.data.get("kind") == "SLI"
    }
