"""The links in the head of a board."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.preview.board_links import LinkedBoard, iter_page_links
from boardwright.preview.interpolation import Interpolation
from boardwright.preview.page_model import PageLink, PageLinkItem
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import VariableChoice

FILLING = Interpolation(
    choices={"job": VariableChoice(name="job", kind="query", values=("a b",), texts=("a b",))},
    range=TimeRange(start=1, end=2, text=""),
)
OTHER = LinkedBoard(uid="other", title="Other", tags=("x", "y"), file="other.html")
SELF = LinkedBoard(uid="self", title="Self", tags=("x",), file="self.html")


def only(**link: Any) -> PageLink:
    (found,) = iter_page_links({"uid": "self", "links": [link]}, FILLING, [SELF, OTHER])
    return found


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ({"url": "https://a.example/x"}, "https://a.example/x"),
        (
            {"url": "https://a.example/?q=$job", "keepTime": True, "includeVars": True},
            "https://a.example/?q=a%20b&from=1&to=2&var-job=a%20b",
        ),
        ({"url": "/d/other/some-slug"}, "other.html"),
        ({"url": "./d/other"}, "other.html"),
        ({"url": "d/other?x=1"}, "other.html"),
        ({"url": "/d/unknown"}, None),
        ({"url": "javascript:alert(1)"}, None),
        ({}, None),
    ],
)
def test_a_link_leads_to_the_web_or_to_a_page_of_the_preview(
    link: dict[str, Any], url: str | None
) -> None:
    assert only(type="link", title="On $job", **link).url == url
    assert only(type="link", title="On $job", **link).title == "On a b"


def test_a_link_by_tags_lists_the_other_boards_with_these_tags() -> None:
    found = only(type="dashboards", title="Family", tags=["x"], asDropdown=True)
    assert found.items == (PageLinkItem(title="Other", url="other.html"),)
    assert (found.url, found.as_dropdown) == (None, True)
    assert only(type="dashboards", tags=["x", "z"]).items == ()


def test_links_of_another_form_are_ignored() -> None:
    assert list(iter_page_links({"links": "x"}, FILLING, [])) == []
    assert list(iter_page_links({"links": [7]}, FILLING, [])) == []
