"""Changes that several boards share are reported once."""

from __future__ import annotations

from boardwright.diff.board_comparison import compare_board
from boardwright.diff.changes import BoardChange
from boardwright.diff.shared_changes import extract_shared_changes, has_own_changes
from boardwright.schema.document import Place

from .boards import board, panel, thresholds

HELPER = Place(file="dashboards/shared/panels.py", line=12)


def changed_board(number: int, *, own: str = "") -> tuple[BoardChange, dict[int, Place]]:
    """Return the changes of a board whose panel 2 comes from the helper."""
    ids = {"uid": f"b{number}", "title": f"Board {number}"}
    before = board(panel("Own", 1), panel("Errors", 2, fieldConfig=thresholds(0.01)), **ids)
    after = board(
        panel("Own", 1, description=own),
        panel("Errors", 2, fieldConfig=thresholds(0.005)),
        **ids,
    )
    return compare_board(before, after), {
        1: Place(file=f"dashboards/b{number}.py", line=3),
        2: HELPER,
    }


def test_a_change_of_one_helper_is_one_shared_change() -> None:
    shared, rest = extract_shared_changes([changed_board(number) for number in range(17)])
    assert [(len(each.boards), each.panels, each.place) for each in shared] == [
        (17, ("Errors",), HELPER)
    ]
    assert [(c.what, c.before, c.after) for c in shared[0].changes] == [
        ("threshold", "orange from 0.01", "orange from 0.005")
    ]
    assert not any(has_own_changes(each) for each in rest)


def test_a_board_keeps_the_changes_that_are_not_shared() -> None:
    shared, rest = extract_shared_changes(
        [changed_board(1, own="Errors of the last hour"), changed_board(2)]
    )
    assert [uid for uid, _ in shared[0].boards] == ["b1", "b2"]
    assert [has_own_changes(each) for each in rest] == [True, False]
    assert [(each.title, each.changes[0].what) for each in rest[0].panels] == [
        ("Own", "description")
    ]


def test_a_change_of_one_board_is_not_shared() -> None:
    change, places = changed_board(1)
    assert extract_shared_changes([(change, places)]) == ((), [change])


def test_equal_changes_at_different_lines_are_not_shared() -> None:
    first, second = changed_board(1), changed_board(2)
    other = (second[0], {**second[1], 2: Place(file="dashboards/b2.py", line=9)})
    shared, rest = extract_shared_changes([first, other])
    assert shared == ()
    assert rest == [first[0], other[0]]


def test_settings_that_change_alike_are_one_shared_change() -> None:
    def refresh_change(number: int) -> tuple[BoardChange, dict[int, Place]]:
        ids = {"uid": f"b{number}", "title": f"Board {number}"}
        change = compare_board(board(refresh="30s", **ids), board(refresh="1m", **ids))
        return change, {}

    shared, rest = extract_shared_changes([refresh_change(1), refresh_change(2), changed_board(3)])
    assert [(each.kind, each.boards) for each in shared] == [
        (None, (("b1", "Board 1"), ("b2", "Board 2")))
    ]
    assert [has_own_changes(each) for each in rest] == [False, False, True]


def test_a_panel_that_a_helper_adds_is_one_shared_change() -> None:
    def adding_change(number: int) -> tuple[BoardChange, dict[int, Place]]:
        ids = {"uid": f"b{number}", "title": f"Board {number}"}
        after = board(panel("Own", 1), panel("Saturation", 2), **ids)
        return compare_board(board(panel("Own", 1), **ids), after), {2: HELPER}

    shared, rest = extract_shared_changes([adding_change(1), adding_change(2)])
    assert [(each.kind, each.panels) for each in shared] == [("created", ("Saturation",))]
    assert not any(has_own_changes(each) for each in rest)


def test_boards_that_are_created_or_removed_share_nothing() -> None:
    created = [(compare_board(None, board(uid=f"b{number}")), {}) for number in (1, 2)]
    shared, rest = extract_shared_changes(created)
    assert shared == ()
    assert all(has_own_changes(each) for each in rest)
