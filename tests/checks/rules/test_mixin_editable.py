from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.mixin_editable import check
from checks.views import board, messages


@pytest.mark.parametrize(
    ("raw", "count"), [({}, 1), ({"editable": True}, 1), ({"editable": False}, 0)]
)
def test_editable(raw: dict[str, Any], count: int) -> None:
    assert len(messages(check, board(**raw))) == count
