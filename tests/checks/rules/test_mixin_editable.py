from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.mixin_editable import check
from checks.views import board, messages


@pytest.mark.parametrize(
    ("raw", "count"), [({}, 1), ({"editable": True}, 1), ({"editable": False}, 0)]
)
def test_a_board_that_does_not_forbid_editing_is_reported(raw: dict[str, Any], count: int) -> None:
    assert len(messages(check, board(**raw))) == count
