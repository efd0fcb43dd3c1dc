from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks import SuppressionView
from boardwright.checks.rules.unused_suppression import check
from boardwright.checks.suppression import Suppression
from boardwright.schema.document import Place
from checks.views import messages


def view(rules: tuple[str, ...] = ("a",), reason: str = "why", **became: Any) -> SuppressionView:
    suppression = Suppression(rules=rules, reason=reason, place=Place(file="x.py", line=1))
    state: dict[str, Any] = {"used": 1, "ran": True, "unknown": (), "placed": True}
    return SuppressionView(suppression, **{**state, **became})


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (view(), []),
        (
            view(used=0),
            ["the suppression of a has no effect, because the rule reports no problem here"],
        ),
        (view(used=0, ran=False), []),
        (view(reason=""), ["the suppression of a has no reason"]),
        (view(placed=False), ["the suppression of a is not attached to a board or panel"]),
        (
            view(unknown=("a",), ran=False, used=0),
            ["the suppression names 'a', which is not a rule"],
        ),
        (view(rules=(), ran=False, used=0), ["the suppression names no rule"]),
    ],
)
def test_a_suppression_without_effect_or_reason_is_reported(
    seen: SuppressionView, expected: list[str]
) -> None:
    assert messages(check, seen) == expected
