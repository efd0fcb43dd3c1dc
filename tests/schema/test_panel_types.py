from __future__ import annotations

from boardwright.schema.panel_types import (
    ANGULAR_PLUGINS,
    CORE,
    SINGLE_VALUE,
    SUCCESSORS,
    WITHOUT_QUERIES,
)


def test_the_sets_of_panel_types_are_consistent() -> None:
    assert set(SUCCESSORS.values()) <= CORE
    assert not CORE & (SUCCESSORS.keys() | ANGULAR_PLUGINS)
    assert CORE >= WITHOUT_QUERIES | SINGLE_VALUE
